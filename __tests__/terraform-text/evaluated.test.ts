import fc from "fast-check";
import { jsonencode, template } from "../../modules/terraform-text";
import { itNeeds } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";
import { runTerraform, terraform } from "../support/terraform";

/** The values of outputs, as Terraform evaluates them: one plan and apply for all. */
async function evaluate(
  outputs: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const folder = temporaryFolder({
    "main.tf.json": JSON.stringify({
      output: Object.fromEntries(
        Object.entries(outputs).map(([name, value]) => [name, { value }]),
      ),
    }),
  });
  for (const args of [["init"], ["apply", "-auto-approve"]]) {
    const { status, stdout, stderr } = await runTerraform(folder, [
      ...args,
      "-input=false",
      "-no-color",
    ]);
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
  }
  const { stdout } = await runTerraform(folder, ["output", "-json"]);
  const read = JSON.parse(stdout) as Record<string, { value: unknown }>;
  return Object.fromEntries(
    Object.entries(read).map(([name, { value }]) => [name, value]),
  );
}

/** Terraform composes characters (NFC); texts here are composed already. */
const text = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom("$", "%", "{", "}", "a", '"', "\\", "\n", "é", "~"),
      maxLength: 16,
    }),
    fc.string({ unit: "grapheme", maxLength: 8 }),
  )
  .map((one) => one.normalize("NFC"));

itNeeds(
  [terraform],
  "Terraform reads escaped text as it was written",
  async () => {
    const texts = fc.sample(text, { seed: 20260924, numRuns: 500 });
    const { read } = await evaluate({ read: texts.map(template) });
    expect(read).toEqual(texts);
  },
);

itNeeds(
  [terraform],
  "Terraform's own jsonencode gives the same documents, byte by byte",
  async () => {
    const documents: readonly object[] = [
      { b: 1, a: { 10: "x", 9: "y", "-": "z" } },
      { "\u{1F389}": 1, "\uFF5E": 2 },
      ["<a&b>", "\u2028\u2029", 'q"\\\n\t\b\f\u0001\u007f', "${x}%{y}"],
      { e: [], f: {}, n: null, t: true, i: 0, d: -1.5 },
      ...fc.sample(
        fc.dictionary(text, fc.oneof(text, fc.array(text, { maxLength: 2 })), {
          maxKeys: 4,
        }),
        { seed: 20260924, numRuns: 200 },
      ),
    ];
    const outputs = documents.map(
      (document) =>
        `\${jsonencode(jsondecode(${hclText(JSON.stringify(document))}))}`,
    );
    const { read } = await evaluate({ read: outputs });
    expect(read).toEqual(documents.map(jsonencode));
  },
);

/** A quoted string of the language itself. */
function hclText(value: string): string {
  const escaped = template(value).replace(/["\\]/g, "\\$&");
  return `"${escaped}"`;
}
