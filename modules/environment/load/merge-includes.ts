import { realpathSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { checkShape } from "./check-shape";
import { readFile, type SourceDocument } from "./document";
import type { Fault } from "./fault";
import { salvage } from "./salvage";
import {
  includedFile,
  type EnvironmentFile,
  type WorkloadFields,
} from "./schema";

/** Where an included workload comes from, and what its file may claim. */
export interface Inclusion {
  readonly document: SourceDocument;
  /** The namespaces in which the file may claim service accounts. */
  readonly namespaces: readonly string[];
}

/** An environment's own workloads and those of the files that it includes. */
export interface MergedWorkloads {
  readonly workloads: Readonly<Record<string, WorkloadFields>>;
  /** Workload -> its file, for workloads of included files. */
  readonly includedFrom: ReadonlyMap<string, Inclusion>;
  readonly faults: readonly Fault[];
  /** Whether every included workload could be read. */
  readonly complete: boolean;
}

/**
 * Reads what an environment includes. A path is resolved, links too, and must end in a folder below
 * `environments/`: an environment file can't be made to read anything else of the machine.
 *
 * @param directory the `environments` folder
 * @param shownAs what messages call that folder
 */
export function mergeIncludes(
  directory: string,
  shownAs: string,
  main: SourceDocument,
  file: EnvironmentFile,
): MergedWorkloads {
  const workloads = new Map(Object.entries(file.workloads ?? {}));
  const includedFrom = new Map<string, Inclusion>();
  const faults: Fault[] = [];
  const read = new Set<string>();
  let complete = true;
  for (const [index, entry] of (file.include ?? []).entries()) {
    const path = ["include", index, "file"];
    const found = findIncluded(directory, entry.file);
    if ("rule" in found) {
      faults.push(main.place({ path, got: entry.file, ...found }));
      complete = false;
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
    if (document.value === undefined) {
      complete = false;
      continue;
    }
    const shape = checkShape(includedFile, document.value);
    faults.push(...shape.findings.map(document.place));
    const data =
      shape.data ??
      checkShape(includedFile, salvage(document.value, shape.findings)).data;
    if (shape.data === undefined || document.faults.length > 0)
      complete = false;
    for (const [name, workload] of Object.entries(data?.workloads ?? {})) {
      if (workloads.has(name)) {
        const first = (includedFrom.get(name)?.document ?? main).place({
          path: ["workloads", name],
          at: "key",
          rule: "",
          fix: "",
        });
        faults.push(
          document.place({
            path: ["workloads", name],
            at: "key",
            rule: `a workload is declared once, and ${first.file}:${first.line}:${first.column} declares it too`,
            got: name,
            fix: "rename one of the two or take it out",
          }),
        );
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
    complete,
  };
}

type Found =
  { readonly path: string } | { readonly rule: string; readonly fix: string };

function findIncluded(directory: string, written: string): Found {
  const root = realpathSync(directory);
  const outside: Found = {
    rule: "must be a file in a folder below environments/, links resolved",
    fix: "move it there, and write its path as in workloads/payments.yaml",
  };
  const below = (path: string): boolean =>
    path.startsWith(root + sep) && dirname(path) !== root;
  if (!written.endsWith(".yaml"))
    return {
      rule: "must be a .yaml file",
      fix: "rename it, and write its path as in workloads/payments.yaml",
    };
  if (!below(resolve(root, written))) return outside;
  let path: string;
  try {
    path = realpathSync(join(root, written));
    if (!below(path)) return outside;
    if (!statSync(path).isFile()) return outside;
  } catch {
    return {
      rule: "must be a file that exists",
      fix: "create it or mend the path, which is relative to environments/",
    };
  }
  return { path };
}
