import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { InjectedIdentity } from "./identity-webhook";

/** What a pod's `sts:GetCallerIdentity` answered. */
export type CallerIdentity =
  | { readonly arn: string }
  | { readonly error: string; readonly message: string };

export interface PodProps {
  readonly identity: InjectedIdentity | undefined;
  /** Issues the token that the webhook asked for. */
  readonly issueToken: (audience: string, seconds: number) => string;
  readonly region: string;
  /** The lab's AWS endpoint. */
  readonly endpoint: string;
  /** The address of the agent, where it isn't the real one's. */
  readonly agent?: string;
}

/** Longest time for one pod, in milliseconds. */
const timeout = 30_000;

/**
 * Runs the AWS SDK for JavaScript in a process that has what the webhook gave the pod and nothing else: no
 * credentials of this machine, no home folder with caches of an earlier pod.
 */
export async function getCallerIdentity(
  pod: PodProps,
): Promise<CallerIdentity> {
  const home = mkdtempSync(join(tmpdir(), "lab-pod-"));
  try {
    return await runSdk(home, podEnvironment(home, pod));
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function podEnvironment(home: string, pod: PodProps): NodeJS.ProcessEnv {
  const base = {
    PATH: process.env.PATH,
    HOME: home,
    AWS_REGION: pod.region,
    AWS_DEFAULT_REGION: pod.region,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL_STS: pod.endpoint,
    NODE_NO_WARNINGS: "1",
  };
  if (pod.identity === undefined) return base;
  const { environment, token } = pod.identity;
  const file = join(home, "token");
  writeFileSync(file, pod.issueToken(token.audience, token.expirationSeconds));
  return {
    ...base,
    ...environment,
    [token.variable]: file,
    ...(pod.agent !== undefined &&
      environment.AWS_CONTAINER_CREDENTIALS_FULL_URI !== undefined && {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `${pod.agent}/v1/credentials`,
      }),
  };
}

function runSdk(
  home: string,
  environment: NodeJS.ProcessEnv,
): Promise<CallerIdentity> {
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [join(__dirname, "get-caller-identity.mjs")],
      {
        cwd: home,
        env: environment,
        stdio: ["ignore", "pipe", "pipe"],
        timeout,
      },
    );
    let output = "";
    let errors = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    child.on("error", reject);
    child.on("close", () => {
      try {
        resolve(JSON.parse(output) as CallerIdentity);
      } catch {
        reject(new Error(`the pod's program failed: ${errors || output}`));
      }
    });
  });
}
