import { readdirSync } from "node:fs";
import { join } from "node:path";
import { loadActionCatalogue } from "../permission-policy";
import { checkShape } from "./check-shape";
import { readFile, type SourceDocument } from "./document";
import { sortFaults, type Fault, type Finding } from "./fault";
import { mergeIncludes, type Inclusion } from "./include";
import type { Environment } from "./model";
import { resolveEnvironment } from "./resolve";
import type { RuleContext } from "./rule";
import { rules } from "./rules";
import {
  isUnknownAtTop,
  salvageEnvironment,
  unreadableAccount,
} from "./salvage";
import { environmentFile, namePattern, type EnvironmentFile } from "./schema";
import { valueAt } from "./value-at";

export interface LoadProps {
  /** The folder of the environment files. */
  readonly directory: string;
  /** What messages call that folder. @default environments */
  readonly shownAs?: string;
  /** Names of the environments to load. @default all */
  readonly only?: readonly string[];
}

/** What was loaded. Use the environments only where there is no fault. */
export interface Loaded {
  /** The selected environments, by name. */
  readonly environments: readonly Environment[];
  /** Everything that is wrong with them, sorted. */
  readonly faults: readonly Fault[];
  /** What may be wrong and stops nothing, sorted. */
  readonly warnings: readonly Fault[];
}

/**
 * Loads environment files and checks them against the schema and every rule.
 *
 * Faults of environments that are not selected don't count; as far as these can be read, the rules that
 * look across environments still compare with them.
 */
export async function loadEnvironments(props: LoadProps): Promise<Loaded> {
  const shownAs = props.shownAs ?? "environments";
  const listing = listEnvironments(props.directory, shownAs, props.only);
  const read = listing.names.map((name) =>
    readEnvironment(props.directory, shownAs, name),
  );
  const selected = new Set(props.only ?? listing.names);
  const toCheck = read.filter(({ name }) => selected.has(name));
  const actions = await loadActionCatalogue(actionsOf(toCheck));
  const faults = [...listing.faults];
  for (const one of toCheck) {
    faults.push(...one.faults);
    if (!one.checked) continue;
    const isOther = (name: string): boolean =>
      !selected.has(name) || name < one.name;
    const context: RuleContext = {
      ...one.checked,
      actions,
      others: read.flatMap(({ name, accountKnown, checked }) =>
        isOther(name) && checked && accountKnown && one.accountKnown
          ? [checked.environment]
          : [],
      ),
      otherNames: listing.names.filter(isOther),
    };
    for (const rule of rules)
      for (const finding of rule.check(context))
        if (
          (one.accountKnown || !restsOnUnreadable(finding)) &&
          !one.unresolved.has(JSON.stringify(finding.path))
        )
          faults.push(one.place(finding));
  }
  const sorted = sortFaults(faults);
  return {
    environments: read.flatMap(({ name, checked }) =>
      checked && selected.has(name) ? [checked.environment] : [],
    ),
    faults: sorted.filter(({ severity }) => severity === "fault"),
    warnings: sorted.filter(({ severity }) => severity === "warning"),
  };
}

interface Listing {
  readonly names: readonly string[];
  readonly faults: readonly Fault[];
}

function listEnvironments(
  directory: string,
  shownAs: string,
  only: readonly string[] | undefined,
): Listing {
  const fault = (
    file: string,
    rule: string,
    got: string | undefined,
    fix: string,
  ): Fault => ({
    file,
    line: 1,
    column: 1,
    path: "",
    rule,
    ...(got !== undefined && { got }),
    fix,
    severity: "fault",
  });
  const names: string[] = [];
  const misnamed = new Set<string>();
  const faults: Fault[] = [];
  const wanted = (name: string): boolean =>
    only === undefined || only.includes(name);
  let files: string[] = [];
  try {
    files = readdirSync(directory).sort();
  } catch {
    return {
      names,
      faults: [
        fault(
          shownAs,
          "must be a folder that can be read",
          undefined,
          "create it, with one file per environment",
        ),
      ],
    };
  }
  for (const file of files) {
    const [, name = "", ending] = /^(.*)\.(ya?ml)$/i.exec(file) ?? [];
    if (ending === undefined) continue;
    if (ending !== "yaml" || !namePattern.test(name)) misnamed.add(name);
    if (ending !== "yaml") {
      if (wanted(name))
        faults.push(
          fault(
            `${shownAs}/${file}`,
            "an environment file ends in .yaml",
            file,
            `rename it to ${name}.yaml`,
          ),
        );
    } else if (!namePattern.test(name)) {
      if (wanted(name))
        faults.push(
          fault(
            `${shownAs}/${file}`,
            "an environment's name is a lower-case name",
            name,
            "rename the file; start with a letter and use letters, digits and hyphens",
          ),
        );
    } else names.push(name);
  }
  for (const name of only ?? [])
    if (!names.includes(name) && !misnamed.has(name))
      faults.push(
        fault(
          shownAs,
          "ENVIRONMENT names an environment that has no file",
          name,
          names.length === 0
            ? "create its file"
            : `name some of ${names.join(", ")}, separated by commas`,
        ),
      );
  if (only === undefined && names.length === 0 && faults.length === 0)
    faults.push(
      fault(
        shownAs,
        "must hold at least one environment file",
        undefined,
        "create one, such as dev.yaml",
      ),
    );
  return { names, faults };
}

interface ReadEnvironment {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** Where it is not, findings that name the account in its place, and comparisons, are left out. */
  readonly accountKnown: boolean;
  /** Paths of text whose placeholders are wrong, as JSON: what a rule finds there follows from that. */
  readonly unresolved: ReadonlySet<string>;
  /** What the rules can look at; absent where too much is wrong. */
  readonly checked?: Omit<RuleContext, "actions" | "others" | "otherNames">;
  readonly place: (finding: Finding) => Fault;
}

function readEnvironment(
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

  const merged = mergeIncludes(directory, shownAs, main, own);
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
      complete:
        main.faults.length === 0 && shape.data !== undefined && merged.complete,
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

function* actionsOf(read: readonly ReadEnvironment[]): Iterable<string> {
  for (const { checked } of read)
    for (const { workloads } of checked?.environment.clusters ?? [])
      for (const { permissions } of workloads)
        for (const { actions } of permissions.statements) yield* actions;
}

function restsOnUnreadable(finding: Finding): boolean {
  return JSON.stringify([finding.rule, finding.got, finding.fix]).includes(
    unreadableAccount,
  );
}
