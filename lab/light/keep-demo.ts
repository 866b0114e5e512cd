import { spawn } from "node:child_process";
import { join } from "node:path";
import { keepLab } from "../kept-labs";
import type { KeptDemoMessage } from "./kept-demo";

export interface KeepDemoProps {
  /** The folder of environment files. */
  readonly environments: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/**
 * Runs the demo in a process that stays when this one ends.
 *
 * @returns whether every line of the demo was right.
 */
export function keepDemo(props: KeepDemoProps): Promise<boolean> {
  const { say } = props;
  return new Promise((resolve, reject) => {
    const child = spawn(
      process.execPath,
      [
        "--import",
        require.resolve("tsx"),
        join(__dirname, "kept-demo.ts"),
        props.environments,
      ],
      { detached: true, stdio: ["ignore", "ignore", "ignore", "ipc"] },
    );
    child.on("error", reject);
    child.on("exit", () => {
      reject(new Error("the demo ended early"));
    });
    child.on("message", (message: KeptDemoMessage) => {
      if (message.kind === "line") {
        say(message.line);
        return;
      }
      child.removeAllListeners("exit");
      if (message.kind === "failed") {
        reject(new Error(message.message));
        return;
      }
      const file = keepLab(
        { kind: "demo", folders: message.folders },
        [child.pid ?? -1, message.pid],
        props.environment,
      );
      say("\nthe lab stays up; to work on it:");
      for (const [name, value] of Object.entries(message.variables))
        say(`  export ${name}=${value}`);
      say("  export ENVIRONMENT=sandbox");
      say("  npx cdktf diff sandbox-us --skip-provider-lock");
      say(`to end it: npm run lab -- down (it is written down in ${file})`);
      child.disconnect();
      child.unref();
      resolve(message.right);
    });
  });
}
