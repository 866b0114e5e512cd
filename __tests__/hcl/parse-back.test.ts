import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { synthesize } from "../../modules/stack";
import { itNeeds } from "../support/component";
import { everyEnvironment } from "../support/every-environment";
import { temporaryFolder } from "../support/temporary-folder";
import { runTerraform, terraform } from "../support/terraform";
import { meaningOfHcl, meaningOfJson } from "./read-hcl";

interface Written {
  readonly stack: string;
  readonly json: object;
  readonly hcl: string;
}

async function writtenStacks(): Promise<readonly Written[]> {
  return (await everyEnvironment()).flatMap((environment) => {
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
