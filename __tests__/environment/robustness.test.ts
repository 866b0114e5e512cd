import fc from "fast-check";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { formatFault, loadEnvironments } from "../../modules/environment";
import { wholeFile } from "./whole-file";

const directory = mkdtempSync(join(tmpdir(), "environments-"));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

async function messagesOf(text: string): Promise<readonly string[]> {
  writeFileSync(join(directory, "prod.yaml"), text);
  const { faults, warnings } = await loadEnvironments({ directory });
  return [...faults, ...warnings].map(formatFault);
}

type Path = readonly string[];

/** Every path of plain data. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, child]) =>
      pathsOf(child, [...path, key]),
    ),
  ];
}

/** A copy with what stands at a path changed. */
function changedAt(
  value: unknown,
  [key, ...rest]: Path,
  change: (value: unknown) => unknown,
): unknown {
  if (key === undefined) return change(value);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([one, child]) => [
    one,
    one === key ? changedAt(child, rest, change) : (child as unknown),
  ]);
  return Array.isArray(value)
    ? entries.map(([, child]) => child)
    : Object.fromEntries(entries);
}

const junk = fc.constantFrom<unknown>(
  null,
  true,
  7,
  -1.5,
  "",
  " ",
  "x",
  "a/b",
  "*",
  "{nosuch}",
  "${",
  "constructor",
  "__proto__",
  "0".repeat(3000),
  "a\nb",
  [],
  {},
  [null],
  [[]],
  ["constructor"],
  { constructor: null },
  { toString: {} },
  { a: { b: { c: [] } } },
);

const oneLine =
  /^environments\/prod\.yaml:[1-9]\d*:[1-9]\d*: (warning: )?[^\p{Cc}]+; [^\p{Cc}]+$/u;

describe("whatever stands at whichever place of a file", () => {
  const paths = pathsOf(wholeFile());

  test("reading it ends in messages of one line each, never in an exception", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.constantFrom(...paths), junk), {
          minLength: 1,
          maxLength: 3,
        }),
        async (changes) => {
          const file = changes.reduce<unknown>(
            (value, [path, instead]) => changedAt(value, path, () => instead),
            wholeFile(),
          );
          for (const message of await messagesOf(stringify(file)))
            expect(message).toMatch(oneLine);
        },
      ),
      { seed: 20240229, numRuns: 400 },
    );
  });

  test("an unknown field is the only thing that is said about it", async () => {
    const maps = paths.filter(
      (path) =>
        !/^(clusters|workloads|configuration|daemonsets|hybrid|tags|labels|conditions|StringEquals|Bool)$/.test(
          path.at(-1) ?? "",
        ) &&
        !path.includes("configuration") &&
        isMap(valueAt(wholeFile(), path)),
    );
    for (const path of maps) {
      const file = changedAt(wholeFile(), path, (value) => ({
        ...(value as object),
        nosuch: 1,
      }));
      const messages = await messagesOf(stringify(file));
      expect(messages).toHaveLength(1);
      expect(messages[0]).toContain('unknown field, got "nosuch"');
    }
  });

  test("cutting the text anywhere never ends in an exception", async () => {
    const text = stringify(wholeFile());
    for (let length = 0; length < text.length; length += 37)
      for (const message of await messagesOf(text.slice(0, length)))
        expect(message).toMatch(oneLine);
  });
});

function isMap(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (one, key) => (one as Record<string, unknown>)[key],
    value,
  );
}
