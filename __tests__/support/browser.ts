import { AxeBuilder } from "@axe-core/playwright";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium as launcher, type Browser, type Page } from "playwright-core";
import type { Component } from "./component";

const executable = findExecutable();

/** A Chromium that runs without a window. */
export const chromium: Component = {
  name: "chromium",
  isThere: executable !== undefined,
  advice:
    "install Chromium (Debian's package chromium), or name its executable by CHROMIUM",
};

/** What a page did while it was open. */
export interface OpenPage {
  readonly page: Page;
  /** Messages of the console and errors of the page. */
  readonly complaints: readonly string[];
  /** Addresses that were asked for, the page's own file left out. */
  readonly requests: readonly string[];
  /** Faults of accessibility, one line each. */
  readonly accessibility: () => Promise<readonly string[]>;
}

export interface ViewProps {
  readonly width: number;
  readonly colorScheme: "light" | "dark";
}

/** Opens a file, hands it over, closes everything. */
export async function withPage<T>(
  file: string,
  { width, colorScheme }: ViewProps,
  look: (open: OpenPage) => Promise<T>,
): Promise<T> {
  const browser = await start();
  try {
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
    });
    const page = await context.newPage();
    const complaints: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => complaints.push(message.text()));
    page.on("pageerror", (error) => complaints.push(error.message));
    const own = `file://${file}`;
    page.on("request", (request) => {
      if (request.url() !== own) requests.push(request.url());
    });
    await page.goto(own);
    const accessibility = async (): Promise<readonly string[]> => {
      const { violations } = await new AxeBuilder({ page }).analyze();
      return violations.map(
        ({ id, help, nodes }) => `${id}: ${help}: ${nodes[0]?.html ?? ""}`,
      );
    };
    return await look({ page, complaints, requests, accessibility });
  } finally {
    await browser.close();
  }
}

function start(): Promise<Browser> {
  return launcher.launch({
    ...(executable !== undefined && { executablePath: executable }),
    headless: true,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

function findExecutable(): string | undefined {
  const named = process.env.CHROMIUM;
  const folders = (process.env.PATH ?? "").split(delimiter);
  const candidates = [
    ...(named ? [named] : []),
    ...["chromium", "chromium-browser", "google-chrome"].flatMap((name) =>
      folders.map((folder) => join(folder, name)),
    ),
  ];
  return candidates.find((path) => existsSync(path));
}
