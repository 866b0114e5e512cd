import { bodiesOf, isJsonObject, type JsonObject } from "./json";
import type { Block } from "./write-block";

/** How many labels a block of the top level has, in the order in which a file has them. */
const labelsOf = {
  terraform: 0,
  provider: 1,
  variable: 1,
  locals: 0,
  data: 2,
  module: 1,
  resource: 2,
  moved: 0,
  removed: 0,
  import: 0,
  output: 1,
} as const;

type Kind = keyof typeof labelsOf;

/**
 * The blocks of a Terraform JSON configuration, by kind and then by label.
 *
 * @throws Error at a kind of block that isn't known here, such as `check`.
 */
export function blocksOf(configuration: JsonObject): readonly Block[] {
  const unknown = Object.keys(configuration).find(
    (kind) => kind !== "//" && !Object.hasOwn(labelsOf, kind),
  );
  if (unknown !== undefined)
    throw new Error(`a block of kind ${unknown} can't be written as HCL`);
  return (Object.keys(labelsOf) as Kind[]).flatMap((kind) =>
    labelled(configuration, kind, labelsOf[kind]).map(({ labels, body }) => ({
      path: kind,
      labels,
      body,
      ...(schemaKinds.has(kind) && { schema: `${kind}.${labels[0] ?? ""}` }),
    })),
  );
}

/** Kinds whose fields are a provider's. */
const schemaKinds: ReadonlySet<Kind> = new Set<Kind>([
  "data",
  "provider",
  "resource",
]);

function labelled(
  scope: JsonObject,
  key: string,
  labels: number,
): readonly Pick<Block, "labels" | "body">[] {
  const value = scope[key];
  if (labels === 0)
    return bodiesOf(value, key).map((body) => ({ labels: [], body }));
  if (value === undefined) return [];
  if (!isJsonObject(value))
    throw new Error(
      `${key}: expected an object of labels, got ${JSON.stringify(value)}`,
    );
  return Object.keys(value)
    .sort()
    .flatMap((label) =>
      labelled(value, label, labels - 1).map((one) => ({
        ...one,
        labels: [label, ...one.labels],
      })),
    );
}
