import type { AddressedResource, ReferenceStep } from "./reference";

/** A module that something stands in. */
export interface ModuleStep extends ReferenceStep {
  /** Whether the key isn't known, so that it may be any. */
  readonly anyKey?: true;
}

/** A resource of the plan. */
export interface Instance {
  readonly address: string;
  readonly modules: readonly ReferenceStep[];
  readonly key?: string;
}

/** The resources of a plan by what they are called in the configuration. */
export interface Instances {
  /** Those of a name in modules of these names, whatever the keys are. */
  readonly all: (
    modules: readonly ReferenceStep[],
    inModule: string,
  ) => readonly Instance[];
  /** The keys of a resource in just these modules; none where it isn't repeated. */
  readonly keysOf: (
    modules: readonly ReferenceStep[],
    inModule: string,
  ) => ReadonlySet<string>;
  /** The keys of a module, by those of its resources. */
  readonly keysOfModule: (
    parents: readonly ReferenceStep[],
    name: string,
  ) => ReadonlySet<string>;
}

/** @param planned the plan's resources that there are after the apply */
export function readInstances(
  planned: readonly AddressedResource[],
): Instances {
  const groups = new Map<string, Instance[]>();
  const keys = new Map<string, Set<string>>();
  const addKey = (at: string, key: string | undefined): void => {
    const found = keys.get(at) ?? new Set();
    keys.set(at, found);
    if (key !== undefined) found.add(key);
  };
  for (const { address, parsed } of planned) {
    const { modules, inModule, key } = parsed;
    const group = groupKey(modules, inModule);
    const list = groups.get(group) ?? [];
    groups.set(group, list);
    list.push({ address, modules, ...(key !== undefined && { key }) });
    addKey(placeKey(modules, inModule), key);
    for (const [index, module] of modules.entries())
      addKey(placeKey(modules.slice(0, index), module.name), module.key);
  }
  const none: ReadonlySet<string> = new Set();
  return {
    all: (modules, inModule) => groups.get(groupKey(modules, inModule)) ?? [],
    keysOf: (modules, inModule) =>
      keys.get(placeKey(modules, inModule)) ?? none,
    keysOfModule: (parents, name) => keys.get(placeKey(parents, name)) ?? none,
  };
}

function groupKey(modules: readonly ReferenceStep[], inModule: string): string {
  return [...modules.map(({ name }) => name), inModule].join("\n");
}

/** A resource has a dot in its name, a module has none. */
function placeKey(modules: readonly ReferenceStep[], name: string): string {
  return JSON.stringify([
    ...modules.map((step) => [step.name, step.key ?? null]),
    name,
  ]);
}

/** Whether a resource is in just these modules, of these keys. */
export function isIn(
  instance: Instance,
  modules: readonly ModuleStep[],
): boolean {
  return instance.modules.every(
    (step, index) =>
      modules[index]?.anyKey === true || step.key === modules[index]?.key,
  );
}
