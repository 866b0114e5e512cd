import http from "node:http";
import { join } from "node:path";
import { startProcess, waitUntil } from "../child-process";
import { freePort } from "../free-port";

/**
 * Starts etcd on loopback, with its data in the lab's folder. Both clusters keep theirs in it.
 *
 * @returns its address.
 */
export async function startEtcd(
  program: string,
  directory: string,
): Promise<string> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const process = startProcess({
    command: program,
    args: [
      `--data-dir=${join(directory, "etcd")}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=http://127.0.0.1:${await freePort()}`,
      "--unsafe-no-fsync",
    ],
    environment: { HOME: directory },
    directory,
    logFile: join(directory, "etcd.log"),
  });
  await waitUntil("etcd", () => isHealthy(url), process);
  return url;
}

function isHealthy(url: string): Promise<boolean> {
  return new Promise((resolve) => {
    http
      .get(`${url}/health`, (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      })
      .on("error", () => {
        resolve(false);
      });
  });
}
