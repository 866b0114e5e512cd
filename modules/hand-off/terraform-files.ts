import {
  blocksOf,
  isJsonObject,
  writeBlock,
  type Block,
  type BlockPaths,
  type JsonObject,
  type JsonValue,
} from "../hcl";
import type { BundleFile } from "./bundle-file";
import type { HandOffOptions } from "./options";
import { placeBlocks, subjects, type PlacedBlock } from "./subjects";

export interface TerraformFilesProps {
  readonly configuration: JsonObject;
  readonly blocks: BlockPaths;
  /** A line for each workload, by name: who gets what by which path. */
  readonly summaries: ReadonlyMap<string, string>;
  readonly options: Pick<HandOffOptions, "format" | "backend">;
}

/** The Terraform files of one stack, one for each subject that it has something of. */
export function terraformFiles(
  props: TerraformFilesProps,
): readonly BundleFile[] {
  const { configuration, options } = props;
  const placed = placeBlocks(blocksOf(configuration)).map((one) =>
    options.backend === "partial" && one.subject === "backend"
      ? { ...one, block: withoutBackendSettings(one.block) }
      : one,
  );
  return subjects.flatMap((subject) => {
    const own = placed.filter((one) => one.subject === subject);
    if (own.length === 0) return [];
    return options.format === "hcl"
      ? [{ path: `${subject}.tf`, text: hclText(own, props) }]
      : [{ path: `${subject}.tf.json`, text: jsonText(own, props) }];
  });
}

/** A partial configuration: the kind only, the rest comes with `-backend-config`. */
function withoutBackendSettings(block: Block): Block {
  const { backend } = block.body;
  const kinds = typeof backend === "object" && backend !== null ? backend : {};
  return {
    ...block,
    body: {
      backend: Object.fromEntries(Object.keys(kinds).map((kind) => [kind, {}])),
    },
  };
}

function hclText(
  placed: readonly PlacedBlock[],
  { blocks, summaries }: TerraformFilesProps,
): string {
  return placed
    .map(({ block, workload }, index) => {
      const starts =
        workload !== undefined && placed[index - 1]?.workload !== workload;
      const comment = starts
        ? `# ${summaries.get(workload) ?? workload}\n`
        : "";
      return `${comment}${writeBlock(block, blocks)}\n`;
    })
    .join("\n");
}

/** JSON has no comments but the property `//`, which Terraform ignores in a block. */
function jsonText(
  placed: readonly PlacedBlock[],
  { summaries }: TerraformFilesProps,
): string {
  let document: JsonObject = {};
  for (const [index, { block, workload }] of placed.entries()) {
    const starts =
      workload !== undefined && placed[index - 1]?.workload !== workload;
    const rest = Object.fromEntries(
      Object.entries(block.body).filter(([key]) => key !== "//"),
    );
    const body = starts
      ? { "//": summaries.get(workload) ?? workload, ...rest }
      : rest;
    document = withBody(document, [block.path, ...block.labels], body);
  }
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/** A document with one more body at the end of these keys; the second of one place makes a list. */
function withBody(
  document: JsonObject,
  [key = "", ...rest]: readonly string[],
  body: JsonObject,
): JsonObject {
  const there = Object.hasOwn(document, key) ? document[key] : undefined;
  if (rest.length > 0)
    return {
      ...document,
      [key]: withBody(isJsonObject(there) ? there : {}, rest, body),
    };
  const before: readonly JsonValue[] =
    there === undefined
      ? []
      : Array.isArray(there)
        ? (there as readonly JsonValue[])
        : [there];
  return {
    ...document,
    [key]: before.length === 0 ? body : [...before, body],
  };
}
