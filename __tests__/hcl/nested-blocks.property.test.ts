import fc from "fast-check";
import { writeConfiguration, type JsonObject } from "../../modules/hcl";
import { property } from "../support/property";
import { meaningOfHcl, meaningOfJson } from "./read-hcl";

type Body = Readonly<Record<string, unknown>>;

const attributeNames = ["a", "b", "name", "provisioned", "for"] as const;
const blockNames = ["block", "rule", "statement"] as const;

const value = fc.oneof(
  fc.string({
    unit: fc.constantFrom(...Array.from('ab"\\\n|é')),
    maxLength: 6,
  }),
  fc.integer(),
  fc.boolean(),
  fc.array(fc.string({ unit: fc.constantFrom("x", '"'), maxLength: 3 })),
  fc.array(fc.constantFrom({ k: "v" }, { k: 1, l: { m: [] } }), {
    minLength: 2,
  }),
);

const { body } = fc.letrec<{ body: Body }>((tie) => ({
  body: fc
    .tuple(
      fc.dictionary(fc.constantFrom(...attributeNames), value),
      fc.dictionary(
        fc.constantFrom(...blockNames),
        fc.oneof(
          { maxDepth: 4, withCrossShrink: true },
          fc.constant({ leaf: true }),
          tie("body"),
          fc.array(tie("body"), { minLength: 1, maxLength: 3 }),
        ),
        { maxKeys: 2 },
      ),
    )
    .map(([attributes, blocks]) => ({ ...attributes, ...blocks })),
}));

/** The path of every block, at any depth. */
function blockPaths(one: unknown, path: string): readonly string[] {
  const bodies = (Array.isArray(one) ? one : [one]) as readonly Body[];
  return bodies.flatMap((each) =>
    Object.entries(each).flatMap(([name, inner]) =>
      (blockNames as readonly string[]).includes(name)
        ? [`${path}.${name}`, ...blockPaths(inner, `${path}.${name}`)]
        : [],
    ),
  );
}

it("writes blocks in blocks that an independent parser reads as the JSON", async () => {
  await fc.assert(
    fc.asyncProperty(body, async (one) => {
      const configuration = { resource: { thing: { one } } } as JsonObject;
      const hcl = writeConfiguration(
        configuration,
        new Set(blockPaths(one, "resource.thing")),
      );
      for (const name of blockPaths(one, ""))
        expect(hcl).toMatch(
          new RegExp(`^ +${name.split(".").at(-1) ?? ""} (\\{|\\{\\})$`, "m"),
        );
      expect(await meaningOfHcl(hcl)).toEqual(meaningOfJson(configuration));
    }),
    property(150),
  );
}, 60_000);
