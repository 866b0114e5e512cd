import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { KubernetesApi } from "../kubernetes/api-client";
import type { Pod } from "../kubernetes/pods";
import { requestToken } from "../kubernetes/service-accounts";

/** A pod that was admitted, ready for programs to run in it. */
export interface RunnablePod {
  readonly pod: Pod;
  readonly run: (command: readonly string[]) => Promise<ProgramResult>;
  readonly remove: () => void;
}

export interface ProgramResult {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Longest time for one program, in milliseconds. */
const timeout = 60_000;

/**
 * Stands in for a kubelet: has the API server issue the tokens that the admitted pod asks for, bound to
 * the pod, and runs programs with the container's variables and with the tokens at their real paths.
 *
 * @param directory a folder for the pod's own
 */
export async function preparePod(
  api: KubernetesApi,
  pod: Pod,
  directory: string,
): Promise<RunnablePod> {
  const home = mkdtempSync(join(directory, "pod-"));
  const tokens = join(home, "tokens");
  mkdirSync(tokens);
  const files = await requestTokens(api, pod);
  const script = [
    "set -e",
    // Ordinary users can't write to the machine's own /run, so the pod gets one.
    "mount -t tmpfs tmpfs /var/run",
  ];
  for (const [index, { path, token }] of files.entries()) {
    // As a kubelet writes it: no line end.
    writeFileSync(join(tokens, String(index)), token);
    script.push(
      `mkdir -p ${quote(path.slice(0, path.lastIndexOf("/")))}`,
      `cp ${quote(join(tokens, String(index)))} ${quote(path)}`,
    );
  }
  script.push('exec "$@"');
  return {
    pod,
    run: (command) =>
      runProgram(script.join("\n"), command, home, containerVariables(pod)),
    remove: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
}

interface TokenFile {
  readonly path: string;
  readonly token: string;
}

async function requestTokens(
  api: KubernetesApi,
  pod: Pod,
): Promise<readonly TokenFile[]> {
  const mounts = pod.spec.containers[0]?.volumeMounts ?? [];
  const { namespace, name, uid } = pod.metadata;
  return Promise.all(
    (pod.spec.volumes ?? []).flatMap((volume) => {
      const mount = mounts.find((one) => one.name === volume.name);
      if (mount === undefined) return [];
      return (volume.projected?.sources ?? []).flatMap(
        ({ serviceAccountToken }) =>
          serviceAccountToken === undefined
            ? []
            : [
                requestToken(
                  api,
                  { namespace, name: pod.spec.serviceAccountName },
                  { ...serviceAccountToken, pod: { name, uid } },
                ).then((token) => ({
                  path: `${mount.mountPath}/${serviceAccountToken.path}`,
                  token,
                })),
              ],
      );
    }),
  );
}

function containerVariables(pod: Pod): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (pod.spec.containers[0]?.env ?? []).map(({ name, value = "" }) => [
      name,
      value,
    ]),
  );
}

function runProgram(
  script: string,
  command: readonly string[],
  home: string,
  variables: Readonly<Record<string, string>>,
): Promise<ProgramResult> {
  // Each program has a home folder of its own: the AWS CLI keeps credentials of an earlier run in it.
  const ownHome = mkdtempSync(join(home, "home-"));
  return new Promise((resolve, reject) => {
    const child = spawn(
      "unshare",
      ["--mount", "sh", "-c", script, "sh", ...command],
      {
        cwd: ownHome,
        env: { PATH: process.env.PATH, HOME: ownHome, ...variables },
        stdio: ["ignore", "pipe", "pipe"],
        timeout,
      },
    );
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      resolve({ status: code ?? 1, stdout, stderr });
    });
  });
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
