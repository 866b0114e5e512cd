/** One step of a reference or an address: a name and the keys in brackets behind it. */
export interface ReferenceStep {
  readonly name: string;
  /** The last key in brackets, as written: `0`, `"a"`. */
  readonly key?: string;
}

/**
 * Splits a reference or an address, as in `module.roles["a.b"].aws_iam_role.this[0].arn`, at its dots outside of
 * brackets. Linear in its length.
 */
export function parseReference(text: string): readonly ReferenceStep[] {
  if (!text.includes("[")) return text.split(".").map((name) => ({ name }));
  const steps: ReferenceStep[] = [];
  let name = "";
  let key: string | undefined;
  let at = 0;
  const finish = (): void => {
    steps.push({ name, ...(key !== undefined && { key }) });
    name = "";
    key = undefined;
  };
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === ".") {
      finish();
      at++;
    } else if (character === "[") {
      const end = endOfKey(text, at + 1);
      key = text.slice(at + 1, end);
      at = end + 1;
    } else {
      name += character;
      at++;
    }
  }
  finish();
  return steps;
}

function endOfKey(text: string, from: number): number {
  let quoted = false;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (quoted && character === "\\") at++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === "]") return at;
  }
  return text.length;
}

/** A resource's address in the plan, taken apart. */
export interface ResourceAddress {
  /** Names and keys of the modules that it stands in, from the root. */
  readonly modules: readonly ReferenceStep[];
  /** The address in its module's configuration, without key: `aws_iam_role.this`, `data.x.y`. */
  readonly inModule: string;
  readonly key?: string;
}

/** What has a resource's address, as it is and taken apart. */
export interface AddressedResource {
  readonly address: string;
  readonly parsed: ResourceAddress;
}

/** Takes a resource's address apart, as in `module.roles["a"].data.aws_iam_role.this[0]`. Linear in its length. */
export function parseResourceAddress(address: string): ResourceAddress {
  const { modules, rest } = splitModules(parseReference(address));
  const length = rest[0]?.name === "data" ? 3 : 2;
  const own = rest.slice(0, length);
  const key = own[length - 1]?.key;
  return {
    modules,
    inModule: own.map(({ name }) => name).join("."),
    ...(key !== undefined && { key }),
  };
}

/** The leading `module.<name>` pairs, and what follows them. */
function splitModules(steps: readonly ReferenceStep[]): {
  readonly modules: readonly ReferenceStep[];
  readonly rest: readonly ReferenceStep[];
} {
  const modules: ReferenceStep[] = [];
  let at = 0;
  for (; steps[at]?.name === "module"; at += 2) {
    const module = steps[at + 1];
    if (module) modules.push(module);
  }
  return { modules, rest: steps.slice(at) };
}

/**
 * The references that say most, sorted: Terraform lists behind each one everything that it begins with, such as
 * `aws_iam_role.this[0]` and `aws_iam_role.this` behind `aws_iam_role.this[0].arn`. What follows something else stands
 * for itself: of `aws_iam_role.this["a"].arn` and `aws_iam_role.this[each.key].arn` the latter is but
 * `aws_iam_role.this`. Behind an output of a module's instance it lists the instance and not the module.
 *
 * @param references in Terraform's order
 * @see https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/jsonconfig/expression.go
 */
export function longestReferences(
  references: readonly string[],
): readonly string[] {
  return [
    ...new Set(
      references.filter((one, index) => {
        const previous = references[index - 1];
        const earlier = references[index - 2];
        return !(
          beginsWith(previous, one) &&
          !(isInstanceOf(previous, one) && beginsWith(earlier, previous))
        );
      }),
    ),
  ].sort();
}

/** Whether a reference goes on behind another one. */
function beginsWith(
  reference: string | undefined,
  other: string | undefined,
): boolean {
  return (
    reference !== undefined &&
    other !== undefined &&
    (reference.startsWith(`${other}.`) || reference.startsWith(`${other}[`))
  );
}

/** Whether a reference is to one instance of a module, and another one to the module as a whole. */
function isInstanceOf(reference: string | undefined, module: string): boolean {
  return (
    /^module\.[^.[]+$/.test(module) &&
    reference?.startsWith(`${module}[`) === true
  );
}
