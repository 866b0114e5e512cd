import { realpathSync } from "node:fs";
import { relative, sep } from "node:path";
import { formatPlace, type Fault } from "../fault";
import type { Allowance } from "../rules";
import {
  checkShape,
  includedFile,
  salvage,
  type EnvironmentFile,
  type WorkloadFields,
} from "../schema";
import { readFile, type SourceDocument } from "../source";
import { findIncluded } from "./find-included";

/** Where an included workload comes from, and what its file may claim. */
export interface Inclusion extends Allowance {
  readonly document: SourceDocument;
}

/** An environment's own workloads and those of the files that it includes. */
export interface MergedWorkloads {
  readonly workloads: Readonly<Record<string, WorkloadFields>>;
  /** Workload -> its file, for workloads of included files. */
  readonly includedFrom: ReadonlyMap<string, Inclusion>;
  readonly faults: readonly Fault[];
}

/**
 * Reads what an environment includes. A path is resolved, links too, and must end in a folder below
 * `environments/`: an environment file can't be made to read anything else of the machine.
 *
 * @param directory the `environments` folder
 * @param shownAs what messages call that folder
 * @param positions where in the file's text each of its `include` entries stands
 */
export function mergeIncludes(
  directory: string,
  shownAs: string,
  main: SourceDocument,
  file: EnvironmentFile,
  positions: readonly number[],
): MergedWorkloads {
  const workloads = new Map(Object.entries(file.workloads ?? {}));
  const includedFrom = new Map<string, Inclusion>();
  const faults: Fault[] = [];
  const read = new Set<string>();
  for (const [index, entry] of (file.include ?? []).entries()) {
    const path = ["include", positions[index] ?? index, "file"];
    const found = findIncluded(directory, entry.file);
    if ("rule" in found) {
      faults.push(main.place({ path, got: entry.file, ...found }));
      continue;
    }
    if (read.has(found.path)) {
      faults.push(
        main.place({
          path,
          rule: "a file is included once",
          got: entry.file,
          fix: "take it out, and name all its namespaces in one entry",
        }),
      );
      continue;
    }
    read.add(found.path);
    const document = readFile(
      found.path,
      `${shownAs}/${relative(realpathSync(directory), found.path).split(sep).join("/")}`,
    );
    faults.push(...document.faults);
    if (document.value === undefined) continue;
    const shape = checkShape(includedFile, document.value);
    faults.push(...shape.findings.map(document.place));
    const data =
      shape.data ??
      checkShape(includedFile, salvage(document.value, shape.findings)).data;
    for (const [name, workload] of Object.entries(data?.workloads ?? {})) {
      if (workloads.has(name)) {
        const first = includedFrom.get(name)?.document ?? main;
        faults.push(declaredTwice(name, first, document));
        continue;
      }
      workloads.set(name, workload);
      includedFrom.set(name, { document, namespaces: entry.namespaces });
    }
  }
  return {
    workloads: Object.fromEntries(workloads),
    includedFrom,
    faults,
  };
}

function declaredTwice(
  name: string,
  first: SourceDocument,
  second: SourceDocument,
): Fault {
  const key = { path: ["workloads", name], at: "key" as const };
  const there = formatPlace(first.place({ ...key, rule: "", fix: "" }));
  return second.place({
    ...key,
    rule: `a workload is declared once, and ${there} declares it too`,
    got: name,
    fix: "rename one of the two or take it out",
  });
}
