import { loadActionCatalogue } from "../../permission-policy";
import { sortFaults, type Fault, type Finding } from "../fault";
import type { Environment } from "../model";
import { rules, type RuleContext } from "../rules";
import { unreadableAccount } from "../schema";
import { listEnvironments, type SelectedBy } from "./list-environments";
import { readEnvironment, type ReadEnvironment } from "./read-environment";

export interface LoadProps {
  /** The folder of the environment files. */
  readonly directory: string;
  /** What messages call that folder. @default environments */
  readonly shownAs?: string;
  /** Names of the environments to load. @default all */
  readonly only?: readonly string[];
  /** What names them, for messages. @default argument */
  readonly selectedBy?: SelectedBy;
  /**
   * The ids of the review's rules: an acceptance of another risk is warned of.
   * @default not known, and no acceptance is
   */
  readonly knownRisks?: readonly string[];
  /**
   * The day, `YYYY-MM-DD` in UTC: an acceptance that ended before it is warned of.
   * @default not known, and no acceptance is
   */
  readonly today?: string;
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
  const listing = listEnvironments(
    props.directory,
    shownAs,
    props.only,
    props.selectedBy ?? "argument",
  );
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
      knownRisks: props.knownRisks,
      today: props.today,
      others: read.flatMap(({ name, accountKnown, checked }) =>
        isOther(name) && checked && accountKnown && one.accountKnown
          ? [checked.environment]
          : [],
      ),
      othersWithBackend: read.flatMap(({ name, checked }) =>
        isOther(name) && checked?.backendKnown ? [checked.environment] : [],
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
