import fc from "fast-check";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { jsonencode, template } from "../../modules/terraform-text";
import { writeConfiguration } from "../../modules/hcl";
import { itNeeds } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";
import { runTerraform, terraform } from "../support/terraform";

type Value = unknown;

/** Values that once went wrong, or might: each file holds a list. */
const corpus = readdirSync(join(__dirname, "corpus"))
  .sort()
  .flatMap(
    (file) =>
      JSON.parse(
        readFileSync(join(__dirname, "corpus", file), "utf8"),
      ) as readonly Value[],
  );

/** Composed text: Terraform composes what it reads. */
const text = fc
  .oneof(
    fc.string({
      unit: fc.constantFrom(
        ...Array.from('$%{}~a"\\\n\r\t\u0000\u007f\u200b\u2028\u202eé👍<&-.'),
      ),
      maxLength: 16,
    }),
    fc.string({ unit: "grapheme", maxLength: 12 }),
  )
  .map((one) => one.normalize("NFC"));

const expressions = [
  "${1 + 2}",
  'a ${upper("b}\\"{")} c',
  '${jsonencode({ a = "${1}$${x}" })}',
  '%{ if true }${"yes"}%{ else }no%{ endif }',
  '${~ "x" ~}',
  '${{ for k in ["a"] : k => "}" }}',
] as const;

const key = fc.oneof(
  text,
  fc.constantFrom("for", "null", "true", "false", "a-b", "_", "9", "a.b", "é"),
);

/** Values, with these expressions among them. */
function valueWith(...strings: readonly string[]): fc.Arbitrary<Value> {
  return fc.letrec<{ value: Value; document: Value }>((tie) => ({
    document: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null)),
      fc.array(tie("document"), { maxLength: 4 }),
      fc.dictionary(key, tie("document"), { maxKeys: 4 }),
    ),
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.oneof(
        text.map(template),
        ...(strings.length > 0 ? [fc.constantFrom(...strings)] : []),
        fc.integer(),
        fc.double({
          noNaN: true,
          noDefaultInfinity: true,
          min: -1e9,
          max: 1e9,
        }),
        fc.boolean(),
        fc.constant(null),
        fc
          .dictionary(key, tie("document"), { minKeys: 1, maxKeys: 3 })
          .map((document) => template(jsonencode(document))),
        fc
          .dictionary(key, tie("document"), { minKeys: 1, maxKeys: 3 })
          .map((document) => template(JSON.stringify(document))),
      ),
      fc.array(tie("value"), { maxLength: 12 }),
      fc.dictionary(key.map(template), tie("value"), { maxKeys: 5 }),
    ),
  })).value;
}

function outputs(
  values: readonly Value[],
): Parameters<typeof writeConfiguration>[0] {
  return {
    output: Object.fromEntries(
      values.map((one, index) => [`o${index}`, { value: one }]),
    ),
  } as Parameters<typeof writeConfiguration>[0];
}

/** What Terraform gives for a folder's outputs. */
async function outputsOf(
  files: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, { readonly value: Value }>>> {
  const folder = temporaryFolder(files);
  for (const command of ["init", "apply"]) {
    const { status, stdout, stderr } = await runTerraform(folder, [
      command,
      ...(command === "apply" ? ["-auto-approve"] : []),
      "-input=false",
      "-no-color",
    ]);
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
  }
  const { stdout } = await runTerraform(folder, ["output", "-json"]);
  return JSON.parse(stdout) as Awaited<ReturnType<typeof outputsOf>>;
}

itNeeds(
  [terraform],
  "gives Terraform the values of the JSON, of any text, list, map and document",
  async () => {
    const values = [
      ...corpus,
      ...fc.sample(valueWith(...expressions), { seed: 20260924, numRuns: 400 }),
    ];
    const configuration = outputs(values);
    const hcl = writeConfiguration(configuration, new Set());
    const [fromJson, fromHcl] = await Promise.all([
      outputsOf({ "cdk.tf.json": JSON.stringify(configuration) }),
      outputsOf({ "cdk.tf": hcl }),
    ]);
    // Terraform leaves out outputs that are null.
    expect(Object.keys(fromJson).length).toBeGreaterThan(400);
    expect(fromHcl).toEqual(fromJson);
  },
);

itNeeds(
  [terraform],
  "leaves nothing for terraform fmt to do, but inside of expressions",
  async () => {
    const values = fc.sample(valueWith(), { seed: 20260924, numRuns: 400 });
    const folder = temporaryFolder({
      "cdk.tf": writeConfiguration(outputs(values), new Set()),
    });
    const { status, stdout } = await runTerraform(folder, [
      "fmt",
      "-check",
      "-diff",
    ]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
  },
);
