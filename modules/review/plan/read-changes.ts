import {
  fieldOf,
  isJsonArray,
  isJsonObject,
  listOf,
  textOf,
  type Json,
} from "./json";
import type { ResourceAction } from "./reduced-plan";
import { parseResourceAddress, type AddressedResource } from "./reference";

/** What a plan does with one resource. */
export interface Change extends AddressedResource {
  /** With the key of the deposed object behind it, where it is one. */
  readonly address: string;
  /** `data.` before a data source's. */
  readonly type: string;
  readonly action: ResourceAction;
  readonly movedFrom?: string;
  readonly imported: boolean;
  /** As the plan has it. */
  readonly change: Json;
}

/**
 * The changes of a plan's `resource_changes`, in its order.
 *
 * @param document the parsed text of `terraform show -json`
 * @throws Error on an entry that isn't as Terraform writes it, and on an address that is there twice.
 * @see https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
export function readChanges(document: Json): readonly Change[] {
  const changes = listOf(document, "resource_changes").map(readChange);
  assertUnique(changes);
  return changes;
}

/** Whether something is done to it: data sources are read only. */
export function isTouched({ action }: Change): boolean {
  return action !== "no-op" && action !== "read";
}

function readChange(entry: Json, index: number): Change {
  const own = textOf(entry, "address");
  const type = typeOf(entry);
  const change = fieldOf(entry, "change");
  const action = readAction(fieldOf(change, "actions"));
  const deposed = textOf(entry, "deposed");
  const address =
    deposed === undefined ? own : `${own ?? ""} (deposed ${deposed})`;
  const parsed =
    address === undefined ? undefined : parseResourceAddress(address);
  if (
    address === undefined ||
    parsed === undefined ||
    type === undefined ||
    change === undefined ||
    action === undefined ||
    // What is taken for another type would be left out of the review.
    !parsed.inModule.startsWith(`${type}.`)
  )
    throw new Error(`resource_changes[${index}] isn't as Terraform writes it`);
  const movedFrom = textOf(entry, "previous_address");
  return {
    address,
    parsed,
    type,
    action,
    ...(movedFrom !== undefined && movedFrom !== own && { movedFrom }),
    imported: isJsonObject(fieldOf(change, "importing")),
    change,
  };
}

function typeOf(entry: Json): string | undefined {
  const type = textOf(entry, "type");
  return type !== undefined && textOf(entry, "mode") === "data"
    ? `data.${type}`
    : type;
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
