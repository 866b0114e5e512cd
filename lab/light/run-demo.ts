import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  formatFault,
  loadEnvironments,
  type Environment,
} from "../../modules/environment";
import {
  findProvider,
  findTerraform,
  missingTerraform,
  writeProviderMirror,
} from "../../modules/terraform-cli";
import { runCdktf } from "../cdktf";
import { formatTable } from "../checks/format-table";
import { identityTable } from "../checks/identity-table";
import { MissingComponent } from "../missing-component";
import { startLightLab, type LightLab } from "./light-lab";

/** The environment that is shipped for the demo. */
const environmentName = "sandbox";

export interface DemoProps {
  /** The folder of environment files. */
  readonly environments: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}

export interface Demo {
  /** Whether every pod got what was declared, and no neighbour did. */
  readonly right: boolean;
  /** What to put into the environment to work on the lab by hand. */
  readonly variables: Readonly<Record<string, string>>;
  /** The process and the folders that belong to it. */
  readonly pid: number;
  readonly folders: readonly string[];
  readonly close: () => Promise<void>;
}

/**
 * Starts the light lab, deploys the shipped environment `sandbox` on both of its clusters with `cdktf
 * deploy`, and asks for every workload who its pods are.
 *
 * @throws MissingComponent where Terraform, Python or MiniStack is missing.
 */
export async function runDemo(props: DemoProps): Promise<Demo> {
  const { say, signal } = props;
  const terraform = findTerraform(props.environment);
  if (terraform === undefined)
    throw new MissingComponent(
      `missing: ${missingTerraform(props.environment)}`,
    );
  const environment = await loadSandbox(props.environments);
  const provider = findProvider("hashicorp/aws", props.environment);
  const folder = mkdtempSync(join(tmpdir(), "workload-identity-demo-"));
  const configFile = writeProviderMirror(folder, provider ? [provider] : []);
  let lab: LightLab | undefined;
  const close = async (): Promise<void> => {
    await lab?.close();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    say("starting an AWS that runs on this machine only ...");
    lab = await startLightLab({ environment, say });
    say(
      `deploying environments/${environmentName}.yaml with ${terraform.version}: cdktf deploy ${stacksOf(environment).join(" ")} ...`,
    );
    const outdir = join(folder, "cdktf.out");
    await deploy({ environment, lab, outdir, configFile, signal });
    say(
      "asking as every workload's pods, and as a neighbour's: sts:GetCallerIdentity ...\n",
    );
    const rows = await identityTable(lab, environment, outdir);
    say(formatTable(rows));
    return {
      right: rows.length > 0 && rows.every(({ right }) => right),
      variables: { ...lab.variables, TF_CLI_CONFIG_FILE: configFile },
      pid: lab.pid,
      folders: [folder, lab.directory],
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function loadSandbox(directory: string): Promise<Environment> {
  const { environments, faults } = await loadEnvironments({
    directory,
    only: [environmentName],
  });
  const [environment] = environments;
  if (environment === undefined || faults.length > 0)
    throw new Error(faults.map(formatFault).join("\n"));
  return environment;
}

interface Deployment {
  readonly environment: Environment;
  readonly lab: LightLab;
  readonly outdir: string;
  readonly configFile: string;
  readonly signal: AbortSignal;
}

async function deploy(deployment: Deployment): Promise<void> {
  const { status, output } = await runCdktf({
    args: [
      "deploy",
      ...stacksOf(deployment.environment),
      "--auto-approve",
      "--skip-provider-lock",
    ],
    environmentName,
    variables: deployment.lab.variables,
    outdir: deployment.outdir,
    configFile: deployment.configFile,
    signal: deployment.signal,
  });
  if (status !== 0) throw new Error(`cdktf deploy failed:\n${output}`);
}

function stacksOf({ clusters }: Environment): readonly string[] {
  return clusters.map(({ stack }) => stack);
}
