import fc from "fast-check";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments, type Environment } from "../../modules/environment";
import { synthesize } from "../../modules/stack";
import { itNeeds } from "../support/component";
import { declaration, declaredFields } from "../support/declared-environment";
import { loadFields } from "../support/load";
import { temporaryFolder } from "../support/temporary-folder";
import { runTerraform, terraform } from "../support/terraform";
import { meaningOfHcl, meaningOfJson } from "./read-hcl";

const accepted = join(__dirname, "../environment/accepted");

/** Every environment that the project ships or accepts in a test, and generated ones. */
async function allEnvironments(): Promise<readonly Environment[]> {
  const directories = [
    join(__dirname, "../../environments"),
    join(__dirname, "../lab/fixture/environments"),
    ...readdirSync(accepted, { withFileTypes: true }).map((entry) => {
      if (entry.isDirectory())
        return join(accepted, entry.name, "environments");
      const folder = temporaryFolder();
      writeFileSync(
        join(folder, "prod.yaml"),
        readFileSync(join(accepted, entry.name)),
      );
      return folder;
    }),
  ];
  const loaded = await Promise.all(
    directories.map((directory) => loadEnvironments({ directory })),
  );
  const generated = fc
    .sample(declaration, { seed: 20260924, numRuns: 25 })
    .map((one) => loadFields(declaredFields(one)));
  return [
    ...loaded.flatMap(({ environments }) => environments),
    ...(await Promise.all(generated)),
  ];
}

interface Written {
  readonly stack: string;
  readonly json: object;
  readonly hcl: string;
}

async function writtenStacks(): Promise<readonly Written[]> {
  return (await allEnvironments()).flatMap((environment) => {
    const json = synthesize(environment, { outdir: temporaryFolder() });
    const hcl = synthesize(environment, {
      outdir: temporaryFolder(),
      format: "hcl",
    });
    return [...json].map(([stack, folder]) => ({
      stack,
      json: JSON.parse(
        readFileSync(join(folder, "cdk.tf.json"), "utf8"),
      ) as object,
      hcl: readFileSync(join(hcl.get(stack) ?? "", "cdk.tf"), "utf8"),
    }));
  });
}

it("writes HCL that an independent parser reads as the JSON", async () => {
  const stacks = await writtenStacks();
  expect(stacks.length).toBeGreaterThan(90);
  for (const { stack, json, hcl } of stacks)
    expect({ stack, meaning: await meaningOfHcl(hcl) }).toEqual({
      stack,
      meaning: meaningOfJson(json),
    });
}, 60_000);

itNeeds([terraform], "leaves nothing for terraform fmt to do", async () => {
  const folder = temporaryFolder();
  for (const [index, { hcl }] of (await writtenStacks()).entries()) {
    mkdirSync(join(folder, `${index}`));
    writeFileSync(join(folder, `${index}`, "cdk.tf"), hcl);
  }
  const { status, stdout } = await runTerraform(folder, [
    "fmt",
    "-check",
    "-diff",
    "-recursive",
  ]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
