import { canonicalJson } from "./canonical-json";
import { readConfiguration, type Configuration } from "./configuration";
import { keptAttributes } from "./identity-types";
import {
  entriesOf,
  fieldOf,
  isJsonArray,
  isJsonObject,
  listOf,
  textOf,
  type Json,
  type JsonObject,
} from "./json";
import { parseResourceAddress } from "./reference";
import { isAboutIdentity, keepKubernetes } from "./kubernetes";
import { keepSessionTags } from "./session-tags";
import type {
  PlanProblem,
  ReducedPlan,
  ReducedResource,
  ResourceAction,
  UnknownValue,
  ValuePath,
} from "./reduced-plan";
import { unreadTypeOf } from "./unread-type-of";

/** How deep a kept attribute may nest. Policies are text there, so that real ones nest less than ten deep. */
const deepest = 50;

/**
 * Reduces a plan to what a review reads of it.
 *
 * @param document the parsed text of `terraform show -json`
 * @throws Error on a document that isn't as Terraform writes it.
 * @see https://developer.hashicorp.com/terraform/internals/json-format
 */
export function reducePlan(stack: string, document: Json): ReducedPlan {
  const changes = listOf(document, "resource_changes").map(readChange);
  assertUnique(changes);
  const candidates = new Set(changes.filter(isIdentity));
  const configuration = readConfiguration(
    fieldOf(document, "configuration"),
    [...candidates]
      .filter((change) => !isMuchElse(change))
      .map(({ address }) => address),
  );
  const identity = changes.filter(
    (change) =>
      (candidates.has(change) &&
        (!isMuchElse(change) || changesPolicy(change, configuration))) ||
      provisionersOf(change, configuration).length > 0,
  );
  return {
    reduced: 1,
    stack,
    errored: fieldOf(document, "errored") === true,
    messages: failedChecks(document),
    problems: problemsOf(document, changes),
    counts: countActions(changes),
    others: countOthers(changes, new Set(identity)),
    resources: identity
      .map((change) => reduceResource(change, configuration))
      .sort((left, right) => (left.address < right.address ? -1 : 1)),
  };
}

interface Change {
  readonly address: string;
  /** `data.` before a data source's. */
  readonly type: string;
  readonly action: ResourceAction;
  readonly movedFrom?: string;
  readonly imported: boolean;
  readonly change: Json;
}

function readChange(entry: Json, index: number): Change {
  const address = textOf(entry, "address");
  const type = textOf(entry, "type");
  const change = fieldOf(entry, "change");
  const action = readAction(fieldOf(change, "actions"));
  if (
    address === undefined ||
    type === undefined ||
    change === undefined ||
    action === undefined ||
    !isAddressOf(address, type, textOf(entry, "mode"))
  )
    throw new Error(`resource_changes[${index}] isn't as Terraform writes it`);
  const deposed = textOf(entry, "deposed");
  const movedFrom = textOf(entry, "previous_address");
  return {
    address:
      deposed === undefined ? address : `${address} (deposed ${deposed})`,
    type: textOf(entry, "mode") === "data" ? `data.${type}` : type,
    action,
    ...(movedFrom !== undefined && movedFrom !== address && { movedFrom }),
    imported: isJsonObject(fieldOf(change, "importing")),
    change,
  };
}

/** Whether the address says the same type: what is taken for another one would be left out of the review. */
function isAddressOf(
  address: string,
  type: string,
  mode: string | undefined,
): boolean {
  const { inModule } = parseResourceAddress(address);
  return inModule.startsWith(mode === "data" ? `data.${type}.` : `${type}.`);
}

const actions: ReadonlyMap<string, ResourceAction> = new Map([
  ["no-op", "no-op"],
  ["create", "create"],
  ["read", "read"],
  ["update", "update"],
  ["delete", "delete"],
  ["delete,create", "replace"],
  ["create,delete", "replace"],
  ["forget", "forget"],
  ["create,forget", "replace"],
  ["forget,create", "replace"],
]);

function readAction(value: Json | undefined): ResourceAction | undefined {
  return isJsonArray(value) && value.every((one) => typeof one === "string")
    ? actions.get(value.join(","))
    : undefined;
}

function assertUnique(changes: readonly Change[]): void {
  const seen = new Set<string>();
  for (const { address } of changes) {
    if (seen.has(address))
      throw new Error(`${JSON.stringify(address)} is there twice`);
    seen.add(address);
  }
}

function isIdentity({ type, change, action }: Change): boolean {
  if (keptAttributes(type) === undefined) return false;
  if (type.startsWith("data.")) return action === "read";
  return !type.startsWith("kubernetes_") || isAboutIdentity(type, change);
}

/** The provisioners that may run: where a resource is made, and, as a plan doesn't tell them apart, where it goes. */
function provisionersOf(
  { address, action }: Change,
  configuration: Configuration,
): readonly string[] {
  return ["create", "replace", "delete"].includes(action)
    ? configuration.provisionersOf(address)
    : [];
}

/** Whether a resource counts only where its policy is set or changed. */
function isMuchElse({ type }: Change): boolean {
  return unreadTypeOf(type)?.byAttribute === true;
}

/** Whether a resource that is much else too has its policy set or changed. */
function changesPolicy(
  { address, type, change }: Change,
  configuration: Configuration,
): boolean {
  const configured = configuration.attributesOf(address);
  return (keptAttributes(type) ?? []).some((name) => {
    const [before, after] = ["before", "after"].map((stage) =>
      canonicalJson(fieldOf(change, stage, name) ?? null),
    );
    const unknown = fieldOf(change, "after_unknown", name) === true;
    return unknown ? configured.includes(name) : before !== after;
  });
}

/** Data sources are read, and nothing is done to what isn't changed. */
function isTouched({ action }: Change): boolean {
  return action !== "no-op" && action !== "read";
}

function problemsOf(
  document: Json,
  changes: readonly Change[],
): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (fieldOf(document, "complete") === false)
    problems.push({
      message:
        "the plan is of a part only, by -target, -exclude or a deferred change: what it leaves out isn't reviewed",
    });
  const listed = new Set(changes.map(({ address }) => address));
  for (const address of plannedAddresses(
    fieldOf(document, "planned_values", "root_module"),
  ))
    if (!listed.has(address))
      problems.push({
        address,
        message: "the plan has it and doesn't say what it does with it",
      });
  for (const invocation of listOf(document, "action_invocations")) {
    const address = textOf(invocation, "address");
    problems.push({
      ...(address !== undefined && { address }),
      message: "the plan invokes an action, which can do anything",
    });
  }
  for (const deferred of listOf(document, "deferred_changes")) {
    const address = textOf(deferred, "resource_change", "address");
    problems.push({
      ...(address !== undefined && { address }),
      message: "the change is deferred to a later plan",
    });
  }
  for (const change of changes) {
    if (!isTouched(change)) continue;
    if (unreadTypeOf(change.type)?.weight === "unreviewable")
      problems.push({
        address: change.address,
        message: `resources of type ${change.type} can give access, and aren't read`,
      });
    const kind =
      change.type === "kubernetes_manifest" &&
      fieldOf(change.change, "after_unknown", "manifest", "kind") === true;
    if (kind)
      problems.push({
        address: change.address,
        message: "the manifest's kind is known after apply",
      });
  }
  return problems;
}

/** The managed resources that there will be. */
function plannedAddresses(
  module: Json | undefined,
  depth = 0,
): readonly string[] {
  if (depth > deepest) throw new Error("modules nest without end");
  return [
    ...listOf(module, "resources").flatMap((resource) => {
      const address = textOf(resource, "address");
      return address === undefined || textOf(resource, "mode") === "data"
        ? []
        : [address];
    }),
    ...listOf(module, "child_modules").flatMap((child) =>
      plannedAddresses(child, depth + 1),
    ),
  ];
}

/**
 * What failed conditions say.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#checks-representation
 */
function failedChecks(document: Json): readonly string[] {
  const messages = listOf(document, "checks").flatMap((check) =>
    listOf(check, "instances").flatMap((instance) =>
      ["fail", "error"].includes(textOf(instance, "status") ?? "")
        ? listOf(instance, "problems").map((problem) => {
            const address = textOf(instance, "address", "to_display");
            const message = textOf(problem, "message") ?? "a condition failed";
            return address === undefined ? message : `${address}: ${message}`;
          })
        : [],
    ),
  );
  return [...new Set(messages)].sort();
}

function countActions(changes: readonly Change[]): ReducedPlan["counts"] {
  const count = (action: ResourceAction): number =>
    changes.filter((change) => change.action === action).length;
  return {
    create: count("create"),
    update: count("update"),
    delete: count("delete"),
    replace: count("replace"),
    import: changes.filter(({ imported }) => imported).length,
    move: changes.filter(({ movedFrom }) => movedFrom !== undefined).length,
  };
}

function countOthers(
  changes: readonly Change[],
  identity: ReadonlySet<Change>,
): ReducedPlan["others"] {
  const counts = new Map<string, number>();
  for (const change of changes)
    if (isTouched(change) && !identity.has(change))
      counts.set(change.type, (counts.get(change.type) ?? 0) + 1);
  return Object.fromEntries(
    [...counts].sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function reduceResource(
  change: Change,
  configuration: Configuration,
): ReducedResource {
  const { address, type, action, movedFrom, imported } = change;
  const kept = keptAttributes(type) ?? [];
  const attributes = configuration.attributesOf(address);
  const before = keepStage(change, "before", kept);
  const after = keepStage(change, "after", kept);
  const region = configuration.regionOf(address);
  const account = configuration.accountOf(address);
  const provisioners = provisionersOf(change, configuration);
  return {
    address,
    type,
    action,
    ...(movedFrom !== undefined && { movedFrom }),
    ...(imported && { imported: true as const }),
    ...(action === "replace" &&
      listOf(change.change, "actions").includes("forget") && {
        forgetsOld: true as const,
      }),
    ...(region !== undefined && { region }),
    ...(account !== undefined && { account }),
    ...(provisioners.length > 0 && { provisioners }),
    ...(before && { before: before.values }),
    ...(after && { after: after.values }),
    configured: attributes.filter((name) => kept.includes(name)),
    unknown: unknownsOf(change, kept).map((path): UnknownValue => ({
      path,
      ...configuration.originOf(address, path),
    })),
    sensitive: {
      before: before?.sensitive ?? [],
      after: after?.sensitive ?? [],
    },
  };
}

function keepStage(
  change: Change,
  stage: "before" | "after",
  kept: readonly string[],
):
  | { readonly values: JsonObject; readonly sensitive: readonly ValuePath[] }
  | undefined {
  const values = fieldOf(change.change, stage);
  if (!isJsonObject(values)) return undefined;
  const marks = fieldOf(change.change, `${stage}_sensitive`);
  const sensitive: ValuePath[] = [];
  const picked = kept.flatMap((name) => {
    const value = fieldOf(values, name);
    if (value === undefined) return [];
    const shown = withoutSensitive(
      keepOf(change.type, name, value),
      marks === true ? true : fieldOf(marks, name),
      [name],
      sensitive,
    );
    return [[name, shown] as const];
  });
  return { values: Object.fromEntries(picked), sensitive };
}

/** What is kept of an attribute. */
function keepOf(type: string, name: string, value: Json): Json {
  if (type === "aws_iam_role" && name.startsWith("tags"))
    return keepSessionTags(name, value);
  return type === "helm_release" && typeof value === "string"
    ? withoutCredentials(value)
    : keepKubernetes(type, name, value);
}

/** A chart may be a URL, which may hold a password or a token. */
function withoutCredentials(url: string): string {
  return url.replace(/\/\/[^/]*@/, "//").replace(/[?#].*$/s, "");
}

/** A copy of a value in which what is marked is null. */
function withoutSensitive(
  value: Json,
  marks: Json | undefined,
  path: ValuePath,
  found: ValuePath[],
): Json {
  if (path.length > deepest)
    throw new Error("an attribute nests deeper than any that Terraform writes");
  if (value === null) return null;
  if (marks === true) {
    found.push(path);
    return null;
  }
  if (isJsonArray(value))
    return value.map((item, index) =>
      withoutSensitive(item, fieldOf(marks, index), [...path, index], found),
    );
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      withoutSensitive(field, fieldOf(marks, key), [...path, key], found),
    ]),
  );
}

function unknownsOf(
  { type, change }: Change,
  kept: readonly string[],
): readonly ValuePath[] {
  const marks = fieldOf(change, "after_unknown");
  const found: ValuePath[] = [];
  for (const name of kept) {
    const mark = fieldOf(marks, name);
    if (mark !== undefined)
      collectUnknown(keepOf(type, name, mark), [name], found);
  }
  return found;
}

function collectUnknown(mark: Json, path: ValuePath, found: ValuePath[]): void {
  if (path.length > deepest)
    throw new Error("an attribute nests deeper than any that Terraform writes");
  if (mark === true) found.push(path);
  else if (isJsonArray(mark))
    for (const [index, item] of mark.entries())
      collectUnknown(item, [...path, index], found);
  else
    for (const [key, field] of entriesOf(mark))
      collectUnknown(field, [...path, key], found);
}
