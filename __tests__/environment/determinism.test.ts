import fc from "fast-check";
import { stringify } from "yaml";
import { loadFiles } from "../support/load";
import { wholeFile } from "./whole-file";

/** The same data with the keys of every map in another order. */
function permuted(
  value: unknown,
  order: (keys: string[]) => string[],
): unknown {
  if (Array.isArray(value)) return value.map((one) => permuted(one, order));
  if (typeof value !== "object" || value === null) return value;
  const entries = new Map(Object.entries(value));
  return Object.fromEntries(
    order([...entries.keys()]).map((key) => [
      key,
      permuted(entries.get(key), order),
    ]),
  );
}

/** Text in which an order of keys shows. */
const written = (value: unknown): string => JSON.stringify(value);

const load = (file: unknown) =>
  loadFiles({ "prod.yaml": stringify(file, { aliasDuplicateObjects: false }) });

test("an environment is a function of the file's meaning: no order of keys changes it", async () => {
  const expected = await load(wholeFile());
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.nat(), { minLength: 60, maxLength: 60 }),
      async (weights) => {
        let next = 0;
        const weight = new Map<string, number>();
        const weigh = (key: string): number => {
          const known =
            weight.get(key) ?? weights[next++ % weights.length] ?? 0;
          weight.set(key, known);
          return known;
        };
        const file = permuted(wholeFile(), (keys) =>
          keys.sort((left, right) => weigh(left) - weigh(right)),
        );
        expect(await load(file)).toEqual(expected);
      },
    ),
    { seed: 20240229, numRuns: 25 },
  );
});

test("the order of names, tags, labels and conditions is the names' own", async () => {
  const reversed = permuted(wholeFile(), (keys) => keys.reverse());
  const [left] = await load(wholeFile());
  const [right] = await load(reversed);
  const parts = (environment: typeof left) =>
    environment?.clusters.map(({ key, tags, workloads }) => [
      key,
      written(tags),
      workloads.map(({ name, tags: own, serviceAccounts, permissions }) => [
        name,
        written(own),
        serviceAccounts.map(({ labels }) => written(labels)),
        permissions.statements.map(({ conditions }) => written(conditions)),
      ]),
    ]);
  expect(parts(right)).toEqual(parts(left));
  expect(left?.clusters.map(({ key }) => key)).toEqual(["cn", "old", "us"]);
});
