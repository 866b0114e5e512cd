import type { Origin, ResourceConfiguration } from "./configuration";
import { keptAttributes } from "./identity-types";
import {
  entriesOf,
  fieldOf,
  isJsonArray,
  isJsonObject,
  listOf,
  type Json,
  type JsonObject,
} from "./json";
import { keepRoles } from "./keep-roles";
import { keepKubernetes } from "./kubernetes";
import type { Change } from "./read-changes";
import type { ReducedResource, UnknownValue, ValuePath } from "./reduced-plan";
import { keepSessionTags } from "./session-tags";
import { unreadTypeOf } from "./unread-type-of";

/** How deep a kept attribute may nest. Policies are text there, so that real ones nest less than ten deep. */
const deepest = 50;

/**
 * Keeps of a resource what a review reads: the attributes that say who gets which access, without what is sensitive.
 *
 * @throws Error on an attribute that nests deeper than any that Terraform writes.
 */
export function reduceResource(
  change: Change,
  configured: ResourceConfiguration,
): ReducedResource {
  const { address, type, action, movedFrom, imported } = change;
  const { account, attributes, region } = configured;
  const kept = keptAttributes(type) ?? [];
  const before = keepStage(change, "before", kept);
  const after = keepStage(change, "after", kept);
  const provider = /^(?:data\.)?aws_/.test(type)
    ? configured.provider
    : undefined;
  const provisioners = provisionersThatRun(change, configured);
  const planned = fieldOf(change.change, "after");
  // The fields are in the order of canonical JSON, so that it is written in one piece.
  return {
    ...(account !== undefined && { account }),
    action,
    address,
    ...(after && { after: after.values }),
    ...(before && { before: before.values }),
    configured: attributes.filter((name) => kept.includes(name)),
    ...(action === "replace" &&
      listOf(change.change, "actions").includes("forget") && {
        forgetsOld: true as const,
      }),
    ...(imported && { imported: true as const }),
    ...(movedFrom !== undefined && { movedFrom }),
    ...(provider !== undefined && { provider }),
    ...(provisioners.length > 0 && { provisioners }),
    ...(region !== undefined && { region }),
    sensitive: {
      after: after?.sensitive ?? [],
      before: before?.sensitive ?? [],
    },
    type,
    unknown: unknownsOf(change, kept).map((path) =>
      unknownValue(path, configured.originOf(path, planned)),
    ),
  };
}

function unknownValue(
  path: ValuePath,
  { expressions, from, text, unresolved }: Origin,
): UnknownValue {
  return {
    expressions,
    from,
    path,
    ...(text !== undefined && { text }),
    ...(unresolved && { unresolved }),
  };
}

/** The provisioners that may run: where a resource is made, and, as a plan doesn't tell them apart, where it goes. */
export function provisionersThatRun(
  { action }: Change,
  { provisioners }: ResourceConfiguration,
): readonly string[] {
  return ["create", "replace", "delete"].includes(action) ? provisioners : [];
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

/** What is kept of an attribute, or of its marks. */
export function keepOf(type: string, name: string, value: Json): Json {
  if (unreadTypeOf(type)?.rolesOnly === true) return keepRoles(value);
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
