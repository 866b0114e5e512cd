// The process that a kept demo lives in: it runs the demo, tells the command that started it, and stays.
import { runDemo, type Demo } from "./run-demo";

/** What this process tells the command that started it. */
export type KeptDemoMessage =
  | { readonly kind: "line"; readonly line: string }
  | { readonly kind: "failed"; readonly message: string }
  | ({ readonly kind: "done" } & Omit<Demo, "close">);

const tell = (message: KeptDemoMessage): void => {
  process.send?.(message);
};

void runDemo({
  environments: process.argv[2] ?? "",
  environment: process.env,
  say: (line) => {
    tell({ kind: "line", line });
  },
  signal: new AbortController().signal,
}).then(
  ({ right, variables, pid, folders }) => {
    tell({ kind: "done", right, variables, pid, folders });
  },
  (error: unknown) => {
    tell({
      kind: "failed",
      message: error instanceof Error ? error.message : String(error),
    });
    process.exitCode = 1;
  },
);
