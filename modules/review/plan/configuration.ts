import { typeNamedAt } from "./argument-types";
import { readAwsAccounts } from "./aws-accounts";
import {
  followReferences,
  placeOf,
  type Followed,
  type Surroundings,
} from "./follow-references";
import { readInstances } from "./instances";
import {
  entriesOf,
  fieldOf,
  isJsonArray,
  listOf,
  textOf,
  type Json,
} from "./json";
import type { ValuePath } from "./reduced-plan";
import type {
  AddressedResource,
  ReferenceStep,
  ResourceAddress,
} from "./reference";

/** What the configuration of a plan says of a value. */
export interface Origin extends Followed {
  /** The expression itself, where the configuration holds it: JSON configurations only. */
  readonly text?: string;
}

/** What the configuration of a plan says of its resources, each asked for by its address. */
export type Configuration = (address: ResourceAddress) => ResourceConfiguration;

/** What the configuration of a plan says of one resource. */
export interface ResourceConfiguration {
  /** The names of the attributes that it sets, sorted. */
  readonly attributes: readonly string[];
  /**
   * What the value at a path of the resource is made from. The statements of a policy document are in one order in the
   * plan and in the configuration, which `dynamic` ones aren't in: where the plan has more, any may be one of these.
   *
   * @param planned the resource's values after the apply
   */
  readonly originOf: (path: ValuePath, planned: Json | undefined) => Origin;
  /** Types of the resource's provisioners, such as `local-exec`. */
  readonly provisioners: readonly string[];
  /** The region of the resource's provider, where it is plain text. */
  readonly region: string | undefined;
  /** The only account that the resource's provider accepts, where it says one. */
  readonly account: string | undefined;
  /**
   * The provider of a resource of AWS: the same for all that are of one account as far as the plan says, undefined
   * where all are.
   */
  readonly provider: string | undefined;
}

/** Characters of an expression's text that are kept. */
const mostText = 20_000;

/**
 * Reads a plan's `configuration`: it says by which resources a value is made that isn't known yet. References
 * are followed through variables and outputs of modules and through `each.value`; local values are not in a
 * plan, so that these end it.
 *
 * @param planned the plan's resources that there are after the apply
 * @see https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
 */
export function readConfiguration(
  configuration: Json | undefined,
  planned: readonly AddressedResource[],
): Configuration {
  const root = fieldOf(configuration, "root_module");
  const modules = new Map<string, ModuleConfiguration>();
  const instances = readInstances(planned);
  const moduleAt = (path: readonly ReferenceStep[]): ModuleConfiguration => {
    const key = path.map(({ name }) => name).join("\n");
    const found = modules.get(key) ?? readModule(moduleBelow(root, path));
    modules.set(key, found);
    return found;
  };
  const surroundings: Surroundings = {
    moduleAt: (path) => moduleAt(path).module,
    instances,
  };
  const providerConfig = fieldOf(configuration, "provider_config");
  const accounts = readAwsAccounts(providerConfig);
  return (address) => {
    const resource = moduleAt(address.modules).resources.get(address.inModule);
    const providerKey = textOf(resource, "provider_config_key");
    return {
      attributes: entriesOf(fieldOf(resource, "expressions"))
        .map(([name]) => name)
        .sort(),
      originOf: (path, values) =>
        originOf({ address, resource, path, values, surroundings }),
      provisioners: listOf(resource, "provisioners").map(
        (provisioner) => textOf(provisioner, "type") ?? "provisioner",
      ),
      region: textOf(
        providerConfig,
        providerKey ?? "",
        "expressions",
        "region",
        "constant_value",
      ),
      account: accounts.accountOf(providerKey ?? ""),
      provider: accounts.providerOf(providerKey),
    };
  };
}

interface OriginProps {
  readonly address: ResourceAddress;
  /** Its configuration. */
  readonly resource: Json | undefined;
  readonly path: ValuePath;
  /** The resource's values after the apply. */
  readonly values: Json | undefined;
  readonly surroundings: Surroundings;
}

function originOf(props: OriginProps): Origin {
  const { address, resource, path, values, surroundings } = props;
  const expressions = fieldOf(resource, "expressions");
  const isStatement =
    address.inModule.startsWith("data.aws_iam_policy_document.") &&
    path[0] === "statement" &&
    path.length > 1;
  const more = isStatement
    ? listOf(values, "statement").length -
      listOf(expressions, "statement").length
    : undefined;
  const expression =
    more === 0
      ? expressionAt(
          fieldOf(expressions, "statement", path[1] ?? 0),
          path.slice(2),
        )
      : expressionAt(expressions, path);
  const found = followReferences(
    expression,
    placeOf(address, resource, surroundings.instances),
    surroundings,
    typeNamedAt(path),
  );
  const text = textOf(expression, "constant_value");
  return {
    ...found,
    ...(more !== undefined &&
      more > 0 &&
      found.expressions.length > 0 && {
        unresolved: true as const,
        expressions: [dynamicStatement, ...found.expressions],
      }),
    ...(text !== undefined && text.length <= mostText && { text }),
  };
}

interface ModuleConfiguration {
  readonly resources: ReadonlyMap<string, Json>;
  readonly module: Json | undefined;
}

function moduleBelow(
  root: Json | undefined,
  path: readonly ReferenceStep[],
): Json | undefined {
  return path.reduce(
    (module, { name }) => fieldOf(module, "module_calls", name, "module"),
    root,
  );
}

function readModule(module: Json | undefined): ModuleConfiguration {
  return {
    module,
    resources: new Map(
      listOf(module, "resources").flatMap((resource) => {
        const address = textOf(resource, "address");
        return address === undefined ? [] : [[address, resource] as const];
      }),
    ),
  };
}

/** Stands for what `dynamic` blocks are made from. In parentheses nobody takes it for a reference. */
const dynamicStatement = "(dynamic statement)";

/**
 * The expression of the value at a path. A block's position counts only where there is one block: blocks of a
 * set are in another order in the plan than in the configuration, and `dynamic` ones aren't there.
 */
function expressionAt(
  expressions: Json | undefined,
  path: ValuePath,
): Json | undefined {
  let current = expressions;
  for (const step of path) {
    if (typeof step === "number") {
      if (isJsonArray(current) && current.length === 1) current = current[0];
      continue;
    }
    const next = fieldOf(current, step);
    if (next === undefined)
      return current === expressions ? undefined : current;
    current = next;
  }
  return current;
}
