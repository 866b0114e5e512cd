import { rmSync } from "node:fs";
import { startFullLab } from "./full-lab";
import type { InsideMessage, StartMessage } from "./messages";
import { Report } from "./report";
import { runScenario } from "./scenario";

/**
 * The first process in the lab's namespaces. It waits to be told what to do, and ends when whoever started
 * it is gone, but for a lab that is to be kept; everything else in the namespaces ends with it.
 */
process.once("message", (message: StartMessage) => {
  let isKept = false;
  process.on("disconnect", () => {
    if (isKept) return;
    remove(message.directory);
    process.exit(1);
  });
  void perform(message)
    .catch(failed)
    .then((done) => {
      isKept = message.keep;
      send(done);
    });
});

function failed(error: unknown): InsideMessage {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  return { kind: "done", right: false, variables: {} };
}

async function perform(message: StartMessage): Promise<InsideMessage> {
  const start = Date.now();
  const report = new Report(say);
  say("starting");
  const lab = await startFullLab({ ...message, say });
  await runScenario({ ...message, lab, report, say });
  say(
    `\n${report.summary} (${((Date.now() - start) / 1000).toFixed(0)} s from nothing to here)`,
  );
  return {
    kind: "done",
    right: report.isRight,
    variables: {
      ...lab.variables,
      ...Object.fromEntries(
        [...lab.clusters.values()].map(({ cluster, kubeconfigFile }) => [
          `KUBECONFIG_${cluster.key.toUpperCase().replaceAll("-", "_")}`,
          kubeconfigFile,
        ]),
      ),
    },
  };
}

function say(line: string): void {
  send({ kind: "line", line });
}

function send(message: InsideMessage): void {
  process.send?.(message);
}

/** As much as goes: others in the namespaces still write to it. */
function remove(directory: string): void {
  try {
    rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    process.stderr.write(`${String(error)}\n`);
  }
}
