import { Testing } from "cdktf";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEnvironments, type Loaded } from "../modules/environment";
import { ClusterStack, synthesize } from "../modules/stack";

const readme = readFileSync(join(__dirname, "../README.md"), "utf8");

interface Stack {
  readonly data?: Readonly<Record<string, object>>;
  readonly resource: Readonly<Record<string, object>> & {
    readonly aws_iam_role: {
      readonly echo: { readonly assume_role_policy: string };
    };
  };
}

describe("the README's smallest environment file", () => {
  let folder: string;
  let loaded: Loaded;
  const stacks = new Map<string, Stack>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "readme-"));
    mkdirSync(join(folder, "environments"));
    writeFileSync(
      join(folder, "environments/prod.yaml"),
      block("environment file", "yaml"),
    );
    loaded = await loadEnvironments({
      directory: join(folder, "environments"),
    });
    for (const environment of loaded.environments)
      for (const cluster of environment.clusters) {
        const stack = new ClusterStack(Testing.app(), { environment, cluster });
        stack.prepareStack();
        stacks.set(
          cluster.stack,
          JSON.parse(Testing.synth(stack, true)) as Stack,
        );
      }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("has no fault", () => {
    expect(loaded.faults).toEqual([]);
  });

  test("makes what the README says", () => {
    const lines = [...stacks].flatMap(([name, { data, resource }]) => [
      name,
      ...addresses(data ?? {}).map((address) => `  data.${address}`),
      ...addresses(resource).map((address) => `  ${address}`),
    ]);
    expect(`${lines.join("\n")}\n`).toBe(block("what it makes", ""));
  });

  test("gives the trust policy that the README shows", () => {
    expect(
      JSON.parse(
        stacks.get("prod-us")?.resource.aws_iam_role.echo.assume_role_policy ??
          "",
      ),
    ).toEqual(JSON.parse(block("trust policy of prod-us", "json")));
  });
});

test("the smallest file has no fault in the place that the README names, beside the shipped ones", async () => {
  const folder = mkdtempSync(join(tmpdir(), "readme-"));
  try {
    cpSync(join(__dirname, "../environments"), folder, { recursive: true });
    const place =
      /smallest environment file, in place of `environments\/(.*?)`/;
    const [, name = ""] = place.exec(readme) ?? [];
    expect(existsSync(join(folder, name))).toBe(true);
    writeFileSync(join(folder, name), block("environment file", "yaml"));
    expect((await loadEnvironments({ directory: folder })).faults).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the HCL that the README shows is what prod has", async () => {
  const { environments } = await loadEnvironments({
    directory: join(__dirname, "../environments"),
    only: ["prod"],
  });
  const folder = mkdtempSync(join(tmpdir(), "readme-"));
  try {
    const [environment] = environments;
    if (environment === undefined) throw new Error("no environment prod");
    const stacks = synthesize(environment, { outdir: folder, format: "hcl" });
    expect(
      readFileSync(join(stacks.get("prod-us") ?? "", "cdk.tf"), "utf8"),
    ).toContain(`\n${block("HCL", "hcl")}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("every file that the README links to exists", () => {
  const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(
    ([, link = ""]) => link,
  );
  expect(links.length).toBeGreaterThan(10);
  expect(
    links.filter((link) => !existsSync(join(__dirname, "..", link))),
  ).toEqual([]);
});

function block(title: string, language: string): string {
  const start = readme.indexOf(`<!-- example: ${title} -->`);
  const text = new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``).exec(
    readme.slice(start),
  )?.[1];
  if (start < 0 || text === undefined)
    throw new Error(`the README has no example called ${title}`);
  return text;
}

function addresses(types: Readonly<Record<string, object>>): string[] {
  return Object.entries(types).flatMap(([type, all]) =>
    Object.keys(all).map((name) => `${type}.${name}`),
  );
}
