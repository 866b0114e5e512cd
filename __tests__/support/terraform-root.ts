import type { Fields } from "./environment-fields";

type Blocks = Readonly<Record<string, Readonly<Record<string, Fields>>>>;

/** A synthesized Terraform root module, as its JSON file has it. */
export interface TerraformRoot {
  readonly terraform: {
    readonly backend: Readonly<Record<string, Fields>>;
    readonly required_version: string;
    readonly required_providers: Readonly<
      Record<string, { readonly source: string; readonly version: string }>
    >;
  };
  readonly provider: Readonly<Record<string, readonly Fields[]>>;
  readonly data?: Blocks;
  readonly resource?: Blocks;
  readonly output?: Readonly<Record<string, Fields>>;
  readonly moved?: readonly Fields[];
}

/** The top-level blocks, without cdktf's comment. */
export function blockTypes(root: TerraformRoot): string[] {
  return Object.keys(root)
    .filter((key) => key !== "//")
    .sort();
}

/** Every resource, data source and output by its address, sorted. */
export function addressesOf(root: TerraformRoot): string[] {
  return [
    ...namesOf(root.resource),
    ...namesOf(root.data).map((name) => `data.${name}`),
    ...Object.keys(root.output ?? {}).map((name) => `output.${name}`),
  ].sort();
}

function namesOf(blocks: Blocks = {}): string[] {
  return Object.entries(blocks).flatMap(([type, named]) =>
    Object.keys(named).map((name) => `${type}.${name}`),
  );
}

/** The arguments at an address such as `aws_iam_role.echo` or `data.aws_eks_cluster.cluster`. */
export function blockAt(root: TerraformRoot, address: string): Fields {
  const [blocks, path] = address.startsWith("data.")
    ? [root.data, address.slice("data.".length)]
    : [root.resource, address];
  const [type = "", name = ""] = path.split(".");
  const found = Object.entries(blocks?.[type] ?? {}).find(
    ([key]) => key === name,
  )?.[1];
  if (found === undefined)
    throw new Error(
      `no ${address} among ${addressesOf(root).join(", ") || "nothing"}`,
    );
  return Object.fromEntries(
    Object.entries(found).filter(([key]) => key !== "//"),
  );
}

/** The blocks of one resource type, by name. */
export function resourcesOf(
  root: TerraformRoot,
  type: string,
): Readonly<Record<string, Fields>> {
  return root.resource?.[type] ?? {};
}
