import type { Strings } from "./write-value";

/**
 * What a field of Terraform's own is, where it isn't a plain expression:
 * - `literal`: its strings are no templates
 * - `reference`, `references`: addresses, which HCL writes without quotes
 * - `keyword`: a bare word or type
 * - `block`: one or more nested blocks
 * - `attributes`: a block whose content is attributes of any name
 * - `labelled`: an object of blocks by their label
 */
export type FieldKind =
  | "expression"
  | "literal"
  | "reference"
  | "references"
  | "keyword"
  | "block"
  | "attributes"
  | "labelled";

export type Fields = Readonly<Record<string, FieldKind>>;

const provisioner: Fields = {
  connection: "block",
  on_failure: "keyword",
  when: "keyword",
};
const lifecycle: Fields = {
  ignore_changes: "references",
  postcondition: "block",
  precondition: "block",
  replace_triggered_by: "references",
};
const resource: Fields = {
  connection: "block",
  depends_on: "references",
  lifecycle: "block",
  provider: "reference",
  provisioner: "labelled",
};

/**
 * The fields of Terraform's own in each kind of block, by the path of blocks that leads to it. Fields of
 * providers are not here: their bindings say which of them are blocks.
 *
 * @see https://developer.hashicorp.com/terraform/language/syntax/json#block-type-specific-exceptions
 */
const fieldsByPath: Readonly<Record<string, Fields>> = {
  terraform: {
    backend: "labelled",
    cloud: "block",
    required_providers: "attributes",
    required_version: "literal",
  },
  "terraform.backend": { workspaces: "block" },
  "terraform.cloud": { workspaces: "block" },
  provider: { alias: "literal", version: "literal" },
  resource,
  data: resource,
  "resource.lifecycle": lifecycle,
  "data.lifecycle": lifecycle,
  "resource.provisioner": provisioner,
  module: {
    depends_on: "references",
    providers: "references",
    source: "literal",
    version: "literal",
  },
  variable: {
    default: "literal",
    description: "literal",
    type: "keyword",
    validation: "block",
  },
  output: {
    depends_on: "references",
    description: "literal",
    precondition: "block",
  },
  moved: { from: "reference", to: "reference" },
  removed: { from: "reference", lifecycle: "block" },
  import: { provider: "reference", to: "reference" },
};

/** The fields of a block, which may be none. */
export function fieldsOf(path: string): Fields {
  return Object.hasOwn(fieldsByPath, path) ? (fieldsByPath[path] ?? {}) : {};
}

/** How strings read in what these blocks hold, at any depth. */
export function stringsOf(path: string): Strings {
  return path === "terraform" || path.startsWith("terraform.")
    ? "literal"
    : "template";
}
