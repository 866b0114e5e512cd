import {
  TerraformDataSource,
  TerraformProvider,
  TerraformResource,
  type TerraformStack,
} from "cdktf";
import { isJsonObject, type JsonObject, type JsonValue } from "./json";
import type { BlockPaths } from "./write-block";

/** A fragment of cdktf's for HCL: every field is an object with its value and a mark. */
type Fragment = Parameters<typeof bodiesIn>[0];

/**
 * Which fields in a stack's configuration are nested blocks: cdktf's bindings of a provider mark them. An
 * override that adds a block has no mark.
 *
 * A type whose nested fields were all seen isn't asked again: what the bindings build takes time.
 */
export function blockPathsOf(
  stack: TerraformStack,
  configuration: JsonObject,
): BlockPaths {
  const blocks = new Set<string>();
  const seen = new Set<string>();
  for (const element of stack.node.findAll()) {
    const place = placeOf(element);
    if (place === undefined) continue;
    const nested = bodiesIn(configuration, place).flatMap((body) =>
      nestedPaths(body, place.schema),
    );
    if (nested.every((path) => seen.has(path))) continue;
    for (const path of nested) seen.add(path);
    const fragment = place.element.toHclTerraform() as Fragment;
    for (const body of bodiesIn(fragment, place))
      for (const path of markedPaths(body, place.schema)) blocks.add(path);
  }
  return blocks;
}

interface Place {
  readonly element: TerraformResource | TerraformDataSource | TerraformProvider;
  /** Where its body is in a configuration. */
  readonly keys: readonly string[];
  /** Where its fields are in {@link BlockPaths}. */
  readonly schema: string;
}

function placeOf(element: unknown): Place | undefined {
  if (TerraformProvider.isTerraformProvider(element)) {
    const keys = ["provider", element.terraformResourceType];
    return { element, keys, schema: keys.join(".") };
  }
  const kind = TerraformResource.isTerraformResource(element)
    ? "resource"
    : TerraformDataSource.isTerraformDataSource(element)
      ? "data"
      : undefined;
  if (kind === undefined) return undefined;
  const one = element as TerraformResource | TerraformDataSource;
  // A data source's type carries its kind, as in `data.aws_eks_cluster`.
  const type = one.terraformResourceType.replace(/^data\./, "");
  return {
    element: one,
    keys: [kind, type, one.friendlyUniqueId],
    schema: `${kind}.${type}`,
  };
}

function bodiesIn(
  configuration: JsonObject,
  { keys }: Place,
): readonly JsonObject[] {
  let value: JsonValue | undefined = configuration;
  for (const key of keys)
    value =
      isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return objectsIn(value);
}

/** The objects of a value that is one or a list of them. */
function objectsIn(value: JsonValue | undefined): readonly JsonObject[] {
  const list = Array.isArray(value) ? (value as readonly JsonValue[]) : [value];
  return list.filter(isJsonObject);
}

function nestedPaths(body: JsonObject, path: string): readonly string[] {
  return Object.entries(body).flatMap(([name, value]) => {
    const where = `${path}.${name}`;
    const objects = name === "//" ? [] : objectsIn(value);
    return objects.length === 0
      ? []
      : [where, ...objects.flatMap((one) => nestedPaths(one, where))];
  });
}

function markedPaths(body: JsonObject, path: string): readonly string[] {
  return Object.entries(body).flatMap(([name, field]) => {
    if (!isJsonObject(field)) return [];
    const where = `${path}.${name}`;
    const isBlock = field.isBlock === true || field.is_block === true;
    const below = objectsIn(field.value).flatMap((one) =>
      markedPaths(one, where),
    );
    return isBlock ? [where, ...below] : below;
  });
}
