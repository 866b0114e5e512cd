import Ajv from "ajv";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { generatedFiles } from "../modules/environment/reference";

const project = join(__dirname, "..");
const read = (path: string): string =>
  readFileSync(join(project, path), "utf8");

test.each(generatedFiles().map(({ path, text }) => [path, text] as const))(
  "%s is fresh: npm run generate changes nothing",
  (path, text) => {
    expect(read(path)).toBe(text);
  },
);

describe("environments/schema.json", () => {
  const validate = new Ajv({ strict: false, unicodeRegExp: true }).compile(
    JSON.parse(read("environments/schema.json")) as object,
  );
  const environments = readdirSync(join(project, "environments")).filter(
    (file) => file.endsWith(".yaml"),
  );

  test.each(environments)("accepts %s", (file) => {
    validate(parse(read(`environments/${file}`)));
    expect(validate.errors).toBeNull();
  });

  test.each([
    ["an unknown field", { acount: "111122223333" }],
    ["an account that is no text", { account: 111122223333 }],
    ["a later field", { workloads: { echo: { targetRole: "x" } } }],
  ])("refuses %s", (_, change) => {
    const dev = parse(read("environments/dev.yaml")) as object;
    expect(validate({ ...dev, ...change })).toBe(false);
  });
});

test("environments/README.md names fields of every depth, and required ones with a star", () => {
  const reference = read("environments/README.md");
  for (const field of [
    "`account`*",
    "`backend.s3.kmsKeyId`",
    "`include[].namespaces`*",
    "`clusters.<name>.retired`",
    "`defaults.exclusivePermissions`",
    "`workloads.<name>.serviceAccount.namePattern`",
    "`workloads.<name>.podIdentity.sessionTags`",
    "`workloads.<name>.clusters.<name>.irsa.audience`",
  ])
    expect(reference).toContain(`| ${field} `);
});
