import { mayName } from "./argument-types";
import { isIn, type Instances, type ModuleStep } from "./instances";
import {
  entriesOf,
  fieldOf,
  isJsonArray,
  isJsonObject,
  textOf,
  type Json,
} from "./json";
import type { ResourceReference } from "./reduced-plan";
import {
  longestReferences,
  parseReference,
  parseResourceAddress,
  type ReferenceStep,
  type ResourceAddress,
} from "./reference";

/** What a value is made from. */
export interface Followed {
  readonly from: readonly ResourceReference[];
  readonly expressions: readonly string[];
  /** Whether it is made from something else too, which isn't known either and isn't in `from`. */
  readonly unresolved?: true;
}

/** What references are looked up in. */
export interface Surroundings {
  /** The configuration of a module, by its names and keys from the root. */
  readonly moduleAt: (path: readonly ReferenceStep[]) => Json | undefined;
  readonly instances: Instances;
}

/** References followed through modules before it is given up, for one value. */
const mostSteps = 1000;

/**
 * What an expression's references lead to: through variables and outputs of modules and through `each.value`, to
 * resources of the plan. Local values are not in a plan, so that these end it.
 *
 * Of a module's instance whose key isn't shown, as in `module.roles[each.key].arn`, a plan doesn't say which output is
 * meant: it may be any that leads to what fits.
 *
 * @param expression as the plan's configuration has it
 * @param named the type of the resource that the value names, where it is known
 * @see https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
 */
export function followReferences(
  expression: Json | undefined,
  place: Place,
  surroundings: Surroundings,
  named?: string,
): Followed {
  return collect(expression, {
    ...surroundings,
    named,
    anyOutput: false,
    steps: { left: mostSteps },
    ownKey: "no",
    place,
  });
}

/** Where an expression stands: what its references are relative to. */
export interface Place {
  readonly modules: readonly ModuleStep[];
  /** The key of the resource or module that repeats here. */
  readonly key?: string;
  /** The keys of all instances of it. */
  readonly keys: ReadonlySet<string>;
  /** What it repeats over. */
  readonly forEach: readonly string[];
}

const noKeys: ReadonlySet<string> = new Set();

/** Where the expressions of a resource stand. */
export function placeOf(
  address: ResourceAddress,
  resource: Json | undefined,
  instances: Instances,
): Place {
  return {
    modules: address.modules,
    ...(address.key !== undefined && { key: address.key }),
    keys: instances.keysOf(address.modules, address.inModule),
    forEach: referencesOf(fieldOf(resource, "for_each_expression")),
  };
}

/** Whether a key is the place's own: certainly, made from it and from nothing else that isn't known, or not. */
type OwnKey = "certain" | "made from it" | "no";

interface Search extends Surroundings {
  readonly steps: { left: number };
  /** The type of the resource that the value names. */
  readonly named: string | undefined;
  /** Whether it is looked up in all outputs of a module, of which one alone is meant. */
  readonly anyOutput: boolean;
  readonly place: Place;
  /** Whether a key that a plan doesn't show is the place's own. */
  readonly ownKey: OwnKey;
}

function collect(expression: Json | undefined, search: Search): Followed {
  const references = longestReferences(referencesOf(expression));
  // A plan doesn't say which reference is another one's key.
  const isAlone =
    references.some(isOwnKey) &&
    references.filter((one) => !isOwnKey(one)).length <= 1;
  const ownKey = isAlone
    ? ownKeyIn(textOf(expression, "constant_value"))
    : "no";
  return merge(
    references.map((reference) =>
      follow(parseReference(reference), reference, { ...search, ownKey }),
    ),
  );
}

function isOwnKey(reference: string): boolean {
  return /^(?:each\.key|count\.index)$/.test(reference);
}

/** @param text of an expression that names the own key, which JSON configurations alone have */
function ownKeyIn(text: string | undefined): OwnKey {
  if (text === undefined) return "made from it";
  return /^[^[]*\[(?:each\.key|count\.index)\][^[]*$/.test(text)
    ? "certain"
    : "no";
}

/**
 * The key that a reference takes an instance by, where the plan doesn't show it. `"${each.key}-admin"` looks like
 * `each.key` in a plan: it is taken for that where every instance has its like here, so that another function could but
 * swap them. Undefined where it may be any.
 */
function ownKeyAmong(
  { ownKey, place }: Search,
  keys: ReadonlySet<string>,
): string | undefined {
  if (place.key === undefined || !keys.has(place.key)) return undefined;
  return ownKey === "certain" ||
    (ownKey === "made from it" && [...keys].every((key) => place.keys.has(key)))
    ? place.key
    : undefined;
}

function merge(origins: readonly Followed[]): Followed {
  const from = new Map<string, ResourceReference>();
  for (const origin of origins)
    for (const one of origin.from)
      from.set(`${one.address}\n${one.attribute}`, one);
  return {
    ...(origins.some(({ unresolved }) => unresolved === true) && {
      unresolved: true as const,
    }),
    from: [...from.entries()]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, one]) => one),
    expressions: [
      ...new Set(origins.flatMap(({ expressions }) => expressions)),
    ].sort(),
  };
}

function follow(
  steps: readonly ReferenceStep[],
  text: string,
  search: Search,
): Followed {
  const unresolved = {
    from: [],
    expressions: [text],
    unresolved: true as const,
  };
  // In parentheses nobody takes it for a variable that is known.
  if (search.steps.left-- <= 0)
    return { ...unresolved, expressions: [`(${text})`] };
  const [first, second, third] = steps;
  if (first === undefined) return unresolved;
  if (isOther(steps, search)) return { from: [], expressions: [text] };
  switch (first.name) {
    case "each":
      if (second?.name !== "value") return { from: [], expressions: [] };
      return followEach(steps.slice(2), text, search);
    case "count":
    case "path":
    case "terraform":
      return { from: [], expressions: [] };
    case "local":
    case "self":
      return unresolved;
    case "var":
      return second ? followVariable(second.name, text, search) : unresolved;
    case "module":
      if (!second) return unresolved;
      return third
        ? followOutput(second, third.name, text, search)
        : followAnyOutput(second, text, search);
    case "data":
      return second && third
        ? resourcesAt(
            `data.${second.name}.${third.name}`,
            third.key,
            steps[3],
            text,
            search,
          )
        : unresolved;
    default:
      return second
        ? resourcesAt(
            `${first.name}.${second.name}`,
            second.key,
            third,
            text,
            search,
          )
        : unresolved;
  }
}

function followEach(
  attribute: readonly ReferenceStep[],
  text: string,
  search: Search,
): Followed {
  const { place } = search;
  const references = longestReferences(place.forEach);
  // What a literal map holds is known.
  if (references.length === 0) return { from: [], expressions: [text] };
  return merge(
    references.map((reference) =>
      follow([...parseReference(reference), ...attribute], text, {
        ...search,
        ownKey: "made from it",
      }),
    ),
  );
}

function followVariable(name: string, text: string, search: Search): Followed {
  const last = search.place.modules.at(-1);
  // The root's variables are known to every plan.
  if (last === undefined) return { from: [], expressions: [text] };
  const parent = search.place.modules.slice(0, -1);
  const call = fieldOf(search.moduleAt(parent), "module_calls", last.name);
  const expression = fieldOf(call, "expressions", name);
  if (expression === undefined) return { from: [], expressions: [text] };
  return collect(expression, {
    ...search,
    place: {
      modules: parent,
      ...(last.key !== undefined && { key: last.key }),
      keys: search.instances.keysOfModule(parent, last.name),
      forEach: referencesOf(fieldOf(call, "for_each_expression")),
    },
  });
}

function followOutput(
  call: ReferenceStep,
  output: string,
  text: string,
  search: Search,
): Followed {
  const place = placeIn(call, search);
  const expression = fieldOf(
    search.moduleAt(place.modules),
    "outputs",
    output,
    "expression",
  );
  if (expression === undefined)
    return { from: [], expressions: [text], unresolved: true };
  return collect(expression, { ...search, place });
}

/** What outputs of a module lead to that may be named here, where a plan doesn't say which one it is. */
function followAnyOutput(
  call: ReferenceStep,
  text: string,
  search: Search,
): Followed {
  const { named } = search;
  const place = placeIn(call, search);
  const outputs = entriesOf(fieldOf(search.moduleAt(place.modules), "outputs"));
  const { from, unresolved } = merge(
    named === undefined
      ? []
      : outputs.map(([, output]) =>
          collect(fieldOf(output, "expression"), {
            ...search,
            anyOutput: true,
            place,
          }),
        ),
  );
  const fitting = from.filter(({ address }) =>
    parseResourceAddress(address).inModule.startsWith(`${named}.`),
  );
  const isAll =
    fitting.length > 0 && fitting.length === from.length && unresolved !== true;
  return {
    from: fitting,
    expressions: [text],
    ...(!isAll && { unresolved: true as const }),
  };
}

/** Where the outputs of a module that is called here stand. */
function placeIn(call: ReferenceStep, search: Search): Place {
  const { modules } = search.place;
  const key = isKey(call.key)
    ? call.key
    : ownKeyAmong(search, search.instances.keysOfModule(modules, call.name));
  return {
    modules: [
      ...modules,
      { name: call.name, ...(key === undefined ? { anyKey: true } : { key }) },
    ],
    keys: noKeys,
    forEach: [],
  };
}

/** Whether a reference of an output that may be meant is to something else than what is named here. */
function isOther(
  steps: readonly ReferenceStep[],
  { anyOutput, named }: Search,
): boolean {
  const isResource =
    !/^(?:each|count|path|terraform|local|self|var|module)$/.test(
      steps[0]?.name ?? "",
    );
  return (
    anyOutput && named !== undefined && isResource && !mayName(named, steps)
  );
}

/** The resources that a reference may mean: of several, those with the key that is asked for or repeated here. */
function resourcesAt(
  inModule: string,
  key: string | undefined,
  attribute: ReferenceStep | undefined,
  text: string,
  search: Search,
): Followed {
  const { place } = search;
  const all = search.instances.all(place.modules, inModule);
  const inThese = narrow(all, (one) => isIn(one, place.modules));
  const wanted = isKey(key)
    ? key
    : ownKeyAmong(search, new Set(inThese.flatMap((one) => one.key ?? [])));
  const found =
    wanted === undefined
      ? inThese
      : narrow(inThese, (one) => one.key === wanted);
  if (found.length === 0) {
    // Of a resource of the plan that has no instances no output leads to one.
    const isNone = search.anyOutput && inModule.startsWith(`${search.named}.`);
    return {
      from: [],
      expressions: [text],
      ...(!isNone && { unresolved: true as const }),
    };
  }
  return {
    from: found.map(({ address }) => ({
      address,
      attribute: attribute?.name ?? "",
    })),
    expressions: [text],
  };
}

/** Those for which it holds, or all where it holds for none. */
function narrow<T>(
  list: readonly T[],
  holds: (one: T) => boolean,
): readonly T[] {
  const some = list.filter(holds);
  return some.length > 0 ? some : list;
}

/** Whether a key in brackets is the key itself, not an expression such as `each.key`. */
function isKey(key: string | undefined): key is string {
  return key !== undefined && /^(\d+|".*")$/s.test(key);
}

function referencesOf(expression: Json | undefined): readonly string[] {
  const found: string[] = [];
  const look = (value: Json | undefined, depth: number): void => {
    if (depth > 20) return;
    if (isJsonArray(value)) {
      for (const one of value) look(one, depth + 1);
    } else if (isJsonObject(value)) {
      for (const [name, field] of Object.entries(value)) {
        if (name === "references" && isJsonArray(field))
          found.push(...field.filter((one) => typeof one === "string"));
        else if (name !== "constant_value") look(field, depth + 1);
      }
    }
  };
  look(expression, 0);
  return found;
}
