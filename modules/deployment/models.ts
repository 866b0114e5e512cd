import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  isReduced,
  readReducedPlan,
  writeReducedPlan,
  type PlanReading,
} from "../review";

/**
 * Keeps reduced plans, `<folder>/<stack>.json`, in place of those that were kept there before. They hold no
 * sensitive value and may lie where a plan may not, such as in a build's artifacts.
 */
export function writeModels(
  folder: string,
  plans: readonly PlanReading[],
): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder))
    if (name.endsWith(".json")) rmSync(join(folder, name));
  for (const plan of plans)
    if (isReduced(plan))
      writeFileSync(join(folder, `${plan.stack}.json`), writeReducedPlan(plan));
}

/** The kept plan of each of these stacks; where no file of it is there, it is missing. Never throws. */
export function readModels(
  folder: string,
  stacks: readonly string[],
): readonly PlanReading[] {
  return stacks.map((stack) => {
    let text: string;
    try {
      text = readFileSync(join(folder, `${stack}.json`), "utf8");
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      return code === "ENOENT" || code === "ENOTDIR"
        ? { stack, status: "missing", message: "no plan of it was kept" }
        : { stack, status: "unreadable", message };
    }
    return readReducedPlan(stack, text);
  });
}

/**
 * The stacks whose plans are kept in a folder, sorted; none where there is no folder. Files of other names are
 * passed over.
 */
export function keptStacks(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => /^([a-z][a-z0-9-]*)\.json$/.exec(name)?.[1] ?? [])
    .sort();
}
