import {
  cpSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLightLab, type LightLab } from "../../lab/light/light-lab";
import { synthesize } from "../../modules/stack";
import { runTerraform, type TerraformProps } from "../../lab/terraform";
import { loadEnvironments, type Environment } from "../../modules/environment";
import {
  findProvider,
  findTerraform,
  writeProviderMirror,
} from "../../modules/terraform-cli";

/** A light lab with the fixture's environment, ready for Terraform. */
export interface DeployedLab {
  readonly lab: LightLab;
  readonly environment: Environment;
  readonly outdir: string;
  /** How Terraform runs on a stack. */
  readonly terraform: (stack: string) => TerraformProps;
  /** Synthesizes the fixture after a change of its text; as JSON unless said. */
  readonly change: (
    change: (text: string) => string,
    format?: "hcl" | "json",
  ) => Promise<void>;
  readonly close: () => Promise<void>;
}

/**
 * Starts the lab and initializes both stacks.
 *
 * @returns what is missing, where something is
 */
export async function prepareLab(): Promise<DeployedLab | string> {
  const terraform = findTerraform(process.env);
  const aws = findProvider("hashicorp/aws", process.env);
  if (terraform === undefined) return "neither terraform nor tofu runs here";
  if (aws === undefined)
    return "no executable of the provider hashicorp/aws is here; name one by TERRAFORM_PROVIDER_AWS";
  const folder = mkdtempSync(join(tmpdir(), "lab-test-"));
  const environments = join(folder, "environments");
  const outdir = join(folder, "cdktf.out");
  cpSync(join(__dirname, "fixture/environments"), environments, {
    recursive: true,
  });
  const file = join(environments, "lab.yaml");
  const original = readFileSync(file, "utf8");
  const load = async (): Promise<Environment> => {
    const loaded = await loadEnvironments({ directory: environments });
    const [environment] = loaded.environments;
    if (environment === undefined || loaded.faults.length > 0)
      throw new Error(
        `the fixture has faults: ${JSON.stringify(loaded.faults)}`,
      );
    return environment;
  };
  const environment = await load();
  synthesize(environment, { outdir });
  const lab = await startLightLab({ environment, say: () => undefined });
  const configFile = writeProviderMirror(folder, [aws]);
  const props = (stack: string): TerraformProps => ({
    terraform,
    folder: join(outdir, "stacks", stack),
    variables: lab.variables,
    configFile,
  });
  const deployed: DeployedLab = {
    lab,
    environment,
    outdir,
    terraform: props,
    change: async (change, format = "json") => {
      writeFileSync(file, change(original));
      synthesize(await load(), { outdir, format });
    },
    close: async () => {
      await lab.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  for (const { stack } of environment.clusters) {
    const { status, output } = await runTerraform(
      props(stack),
      "init",
      "-input=false",
      "-no-color",
    );
    if (status !== 0) {
      await deployed.close();
      throw new Error(`terraform init of ${stack} failed:\n${output}`);
    }
  }
  return deployed;
}
