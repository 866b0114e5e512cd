import { join } from "node:path";
import type { RunnablePod } from "./pod-runner";

/** A program that asks AWS who it is, as a user's application would. */
export interface Asker {
  readonly name: string;
  /** The role that it got, as `role <name>`, or the error. */
  readonly ask: (pod: RunnablePod) => Promise<string>;
}

/** The AWS SDK for JavaScript. */
export const javascriptSdk: Asker = {
  name: "JavaScript SDK",
  ask: async (pod) => {
    const { stdout, stderr } = await pod.run([
      process.execPath,
      "--no-warnings",
      join(__dirname, "../pods/get-caller-identity.mjs"),
    ]);
    const answer = parse(stdout) as
      | { readonly arn: string }
      | { readonly error: string; readonly message: string }
      | undefined;
    if (answer === undefined) return `no answer: ${stderr.trim()}`;
    return "arn" in answer
      ? roleOf(answer.arn)
      : `${answer.error}: ${answer.message}`;
  },
};

/** The AWS CLI, which is the SDK for Python. */
export function awsCli(program: string): Asker {
  return {
    name: "AWS CLI",
    ask: async (pod) => {
      const { stdout, stderr } = await pod.run([
        program,
        ...["sts", "get-caller-identity", "--output", "json"],
      ]);
      const answer = parse(stdout) as { readonly Arn: string } | undefined;
      if (answer !== undefined) return roleOf(answer.Arn);
      const error =
        /An error occurred \((\w+)\) when calling the \w+ operation: (.*)/.exec(
          stderr,
        );
      return error
        ? `${error[1] ?? ""}: ${error[2] ?? ""}`
        : `no answer: ${stderr.trim()}`;
    },
  };
}

/** The role's name in the ARN of its session: GetCallerIdentity says no path. */
function roleOf(arn: string): string {
  const role = /^arn:[\w-]+:sts::(\d+):assumed-role\/([^/]+)\/.+$/.exec(arn);
  return role ? `role ${role[2] ?? ""} of ${role[1] ?? ""}` : arn;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
