import http from "node:http";
import { join } from "node:path";
import { startProcess, waitUntil, type StartedProcess } from "../child-process";

export interface MinistackProps {
  /** A Python that has MiniStack. */
  readonly python: string;
  readonly port: number;
  /** A folder of this lab's own. */
  readonly directory: string;
  /** Without the lab's changes, to see what they are for. @default false */
  readonly plain?: boolean;
}

/** Starts the emulated AWS on loopback, with authorization on. */
export async function startMinistack(
  props: MinistackProps,
): Promise<StartedProcess> {
  const ministack = startProcess({
    command: props.python,
    args:
      props.plain === true
        ? ["-m", "ministack.app"]
        : [join(__dirname, "plus.py")],
    directory: props.directory,
    logFile: join(props.directory, "ministack.log"),
    environment: {
      PATH: process.env.PATH,
      HOME: props.directory,
      AUTH: "true",
      GATEWAY_PORT: String(props.port),
      BIND_HOST: "127.0.0.1",
      MINISTACK_HOST: "127.0.0.1",
      LOG_LEVEL: "WARNING",
      PYTHONDONTWRITEBYTECODE: "1",
      S3_DATA_DIR: join(props.directory, "s3"),
    },
  });
  try {
    await waitUntil("MiniStack", () => isUp(props.port), ministack);
    return ministack;
  } catch (error) {
    await ministack.stop();
    throw error;
  }
}

function isUp(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    http
      .get(
        { host: "127.0.0.1", port, path: "/_ministack/health" },
        (response) => {
          response.resume();
          resolve(response.statusCode !== undefined);
        },
      )
      .on("error", () => {
        resolve(false);
      });
  });
}
