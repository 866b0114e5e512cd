import { spawn } from "node:child_process";
import type { Terraform } from "./find-terraform";

export interface RunTerraformProps {
  readonly terraform: Terraform;
  /** The stack's folder. */
  readonly folder: string;
  readonly args: readonly string[];
  /** The whole environment of the process. */
  readonly environment: NodeJS.ProcessEnv;
  /** Gets each line of what it prints, raw, as it comes. @default nobody */
  readonly onLine?: (line: string) => void;
  /** Asks Terraform, once, to stop in good order: it finishes what it does, and writes its state. */
  readonly signal?: AbortSignal;
}

export interface TerraformResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs Terraform or OpenTofu to its end. It has a process group of its own: a Ctrl-C in a terminal reaches
 * it by `signal` only, since a second interrupt would make it leave without writing its state.
 *
 * @see https://developer.hashicorp.com/terraform/cli/commands/apply
 */
export function runTerraform(
  props: RunTerraformProps,
): Promise<TerraformResult> {
  const { terraform, folder, args, environment, onLine, signal } = props;
  return new Promise((resolve, reject) => {
    const child = spawn(terraform.command, args, {
      cwd: folder,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...environment, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
    });
    const interrupt = (): void => {
      child.kill("SIGINT");
    };
    if (signal?.aborted === true) interrupt();
    signal?.addEventListener("abort", interrupt);
    const stdout = collect(child.stdout, onLine);
    const stderr = collect(child.stderr, onLine);
    child.on("error", reject);
    child.on("close", (status) => {
      signal?.removeEventListener("abort", interrupt);
      resolve({ status: status ?? 1, stdout: stdout(), stderr: stderr() });
    });
  });
}

/** Hands lines on as they come; gives the whole text at the end. */
function collect(
  stream: NodeJS.ReadableStream,
  onLine: (line: string) => void = () => undefined,
): () => string {
  const chunks: string[] = [];
  let rest = "";
  stream.setEncoding("utf8");
  stream.on("data", (chunk: string) => {
    chunks.push(chunk);
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    lines.forEach(onLine);
  });
  stream.on("end", () => {
    if (rest !== "") onLine(rest);
  });
  return () => chunks.join("");
}
