import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { planFile, type StackFolder } from "./planned-stack";

/** Whether a stack was synthesized again after its plan file was written: the plan may be of something else. */
export function isOutdated({ folder }: StackFolder): boolean {
  const time = (file: string): number => {
    const path = join(folder, file);
    return existsSync(path) ? statSync(path).mtimeMs : -Infinity;
  };
  const planned = time(planFile);
  return (
    planned > -Infinity &&
    Math.max(time("cdk.tf.json"), time("cdk.tf")) > planned
  );
}
