import { deepStrictEqual } from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Holds what two apps synthesized against each other: the same stacks, and in each the same blocks with
 * the same addresses and attributes. cdktf's metadata (`//`) is left out, and a policy counts as the
 * document that it is, whatever the order of its keys.
 *
 * @returns how many resources there are of each type, over all stacks.
 * @throws AssertionError with the first difference.
 */
export function compareOutput(
  left: string,
  right: string,
): ReadonlyMap<string, number> {
  const stacks = stacksOf(left);
  deepStrictEqual(stacksOf(right), stacks);
  const counts = new Map<string, number>();
  for (const stack of stacks) {
    const ours = readStack(left, stack);
    const theirs = readStack(right, stack);
    deepStrictEqual(addressesOf(theirs), addressesOf(ours));
    deepStrictEqual(theirs, ours);
    for (const address of addressesOf(ours)) {
      const type = address.slice(0, address.indexOf("."));
      counts.set(type, (counts.get(type) ?? 0) + 1);
    }
  }
  return counts;
}

interface Stack {
  readonly resource?: Readonly<
    Record<string, Readonly<Record<string, unknown>>>
  >;
}

function stacksOf(outdir: string): string[] {
  return readdirSync(join(outdir, "stacks")).sort();
}

function readStack(outdir: string, stack: string): Stack {
  const file = join(outdir, "stacks", stack, "cdk.tf.json");
  return JSON.parse(readFileSync(file, "utf8"), (key, value: unknown) => {
    if (key === "//") return undefined;
    return typeof value === "string" && value.startsWith('{"')
      ? (JSON.parse(value) as unknown)
      : value;
  }) as Stack;
}

function addressesOf({ resource = {} }: Stack): string[] {
  return Object.entries(resource)
    .flatMap(([type, byName]) =>
      Object.keys(byName).map((name) => `${type}.${name}`),
    )
    .sort();
}
