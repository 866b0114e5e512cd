import { join } from "node:path";
import type { Fault, Finding } from "../fault";
import type { Environment } from "../model";
import { resolveEnvironment } from "../resolve";
import type { RuleContext } from "../rules";
import {
  checkShape,
  environmentFile,
  isUnknownAtTop,
  salvageEnvironment,
  soundIncludes,
  type EnvironmentFile,
} from "../schema";
import { readFile, valueAt, type SourceDocument } from "../source";
import { mergeIncludes, type Inclusion } from "./merge-includes";

/** One environment file, read as far as its faults let it be. */
export interface ReadEnvironment {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Where it is not, findings that name the account in its place, and comparisons, are left out. */
  readonly accountKnown: boolean;
  /** Paths of text whose placeholders are wrong, as JSON: what a rule finds there follows from that. */
  readonly unresolved: ReadonlySet<string>;
  /** What the rules can look at; absent where too much is wrong. */
  readonly checked?: Omit<
    RuleContext,
    | "actions"
    | "knownRisks"
    | "others"
    | "othersWithBackend"
    | "otherNames"
    | "today"
  >;
  readonly place: (finding: Finding) => Fault;
}

/** Reads an environment file and what it includes, and makes its environment. */
export function readEnvironment(
  directory: string,
  shownAs: string,
  name: string,
): ReadEnvironment {
  const main = readFile(
    join(directory, `${name}.yaml`),
    `${shownAs}/${name}.yaml`,
  );
  if (main.value === undefined)
    return {
      name,
      faults: main.faults,
      accountKnown: false,
      unresolved: new Set(),
      place: main.place,
    };
  const shape = checkShape(environmentFile, main.value);
  const own: EnvironmentFile | undefined =
    shape.data ??
    checkShape(environmentFile, salvageEnvironment(main.value, shape.findings))
      .data;
  const faults = [...main.faults, ...shape.findings.map(main.place)];
  const faulty = new Set([
    ...shape.findings.map(({ path }) => path[0]),
    ...main.faults.map(({ path }) => path.split(/[.[]/)[0]),
  ]);
  const accountKnown = !shape.findings.some(
    ({ path }) => path[0] === "account",
  );
  if (own === undefined)
    return {
      name,
      faults,
      accountKnown,
      unresolved: new Set(),
      place: main.place,
    };

  const merged = mergeIncludes(
    directory,
    shownAs,
    main,
    own,
    soundIncludes(main.value, shape.findings),
  );
  const file = { ...own, workloads: merged.workloads };
  const place = placeIn(main, merged.includedFrom);
  const { environment, findings } = resolveEnvironment(name, file);
  return {
    name,
    accountKnown,
    unresolved: new Set(findings.map(({ path }) => JSON.stringify(path))),
    faults: [...faults, ...merged.faults, ...findings.map(place)],
    checked: {
      environment,
      file,
      declaredClusters: Object.keys(clustersOf(main.value)).sort(),
      defaultsKnown: !shape.findings.some(
        (finding) => finding.path[0] === "defaults" || isUnknownAtTop(finding),
      ),
      backendKnown: !faulty.has("backend"),
      clustersKnown: !faulty.has("clusters"),
      includedFrom: merged.includedFrom,
      workloadOn: indexWorkloads(environment),
      firstWritten: (...paths) =>
        paths.find((path) => valueAt(file, path) !== undefined) ??
        paths.at(-1) ??
        [],
    },
    place,
  };
}

/** The clusters as written, with those that have faults. */
function clustersOf(value: unknown): object {
  const clusters = valueAt(value, ["clusters"]);
  return typeof clusters === "object" && clusters !== null ? clusters : {};
}

function indexWorkloads(environment: Environment): RuleContext["workloadOn"] {
  const index = new Map(
    environment.clusters.map(({ key, workloads }) => [
      key,
      new Map(workloads.map((workload) => [workload.name, workload])),
    ]),
  );
  return (cluster, name) => index.get(cluster)?.get(name);
}

/** A workload's finding belongs into the file that declares the workload. */
function placeIn(
  main: SourceDocument,
  includedFrom: ReadonlyMap<string, Inclusion>,
): (finding: Finding) => Fault {
  return (finding) => {
    const [top, workload] = finding.path;
    const included =
      top === "workloads" && typeof workload === "string"
        ? includedFrom.get(workload)
        : undefined;
    return (included?.document ?? main).place(finding);
  };
}
