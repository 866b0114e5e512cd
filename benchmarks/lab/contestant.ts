import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { startLightLab, type LightLab } from "../../lab/light/light-lab";
import type { Upstream } from "../../lab/front/upstream";
import type { Environment } from "../../modules/environment";
import type { Terraform } from "../../modules/terraform-cli";
import { startApiCounter } from "./api-counter";
import { grantedAccess, type GrantedAccess } from "./granted-access";
import { environment } from "../workloads";
import { runMeasured, type Usage } from "./run-measured";
import { stateKey, type LabWorkload } from "./workloads";

/** What one run of Terraform took. */
export interface StepUsage extends Usage {
  /** Requests to AWS. */
  readonly calls: number;
}

/** What stands in a state. */
export interface State {
  readonly bytes: number;
  /** Instances that Terraform manages. */
  readonly resources: number;
  /** Instances that it only reads. */
  readonly dataSources: number;
}

/** One configuration with an AWS of its own. */
export interface Contestant {
  /** Runs Terraform with a command and its options, which come last. */
  readonly run: (
    args: readonly [command: string, ...options: string[]],
  ) => Promise<StepUsage>;
  readonly state: () => Promise<State>;
  readonly access: () => Promise<readonly GrantedAccess[]>;
  readonly close: () => Promise<void>;
}

export interface ContestantProps {
  /** Where Terraform runs. */
  readonly folder: string;
  readonly workloads: readonly LabWorkload[];
  /** What the AWS must have. */
  readonly environment: Environment;
  readonly terraform: Terraform;
  /** Terraform's command line configuration. */
  readonly configFile: string;
  /** Ends what runs. */
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/** Starts an AWS that nothing was deployed on, and runs `terraform init`. */
export async function startContestant(
  props: ContestantProps,
): Promise<Contestant> {
  const { folder, say, workloads } = props;
  const lab = await startLightLab({ environment: props.environment, say });
  try {
    const counter = await startApiCounter(lab.endpoint);
    const close = async (): Promise<void> => {
      await counter.close();
      await lab.close();
    };
    const variables = terraformVariables(props, lab, counter.endpoint);
    const run: Contestant["run"] = async ([command, ...options]) => {
      counter.take();
      const usage = await runMeasured({
        command: props.terraform.command,
        args: [command, "-input=false", "-no-color", ...options],
        folder,
        environment: variables,
        signal: props.signal,
      });
      return { ...usage, calls: counter.take() };
    };
    try {
      await run(["init"]);
    } catch (error) {
      await counter.close();
      throw error;
    }
    return {
      run,
      close,
      state: () => readState(lab.upstream),
      access: () => grantedAccess(lab.upstream, workloads),
    };
  } catch (error) {
    await lab.close();
    throw error;
  }
}

/** Credentials of the lab, and no others. */
function terraformVariables(
  props: ContestantProps,
  lab: LightLab,
  endpoint: string,
): NodeJS.ProcessEnv {
  const home = join(props.folder, "home");
  mkdirSync(home);
  return {
    PATH: process.env.PATH,
    HOME: home,
    CHECKPOINT_DISABLE: "1",
    TF_CLI_CONFIG_FILE: props.configFile,
    TF_IN_AUTOMATION: "1",
    ...lab.variables,
    AWS_ENDPOINT_URL: endpoint,
  };
}

async function readState(upstream: Upstream): Promise<State> {
  const { account, backend } = environment;
  const { status, body } = await upstream.signed(
    { account, region: backend.region, service: "s3" },
    "GET",
    `/${backend.bucket}/${stateKey}`,
  );
  if (status !== 200)
    throw new Error(`can't read the state: ${body.toString()}`);
  const { resources } = JSON.parse(body.toString()) as {
    readonly resources: readonly {
      readonly mode: "managed" | "data";
      readonly instances: readonly unknown[];
    }[];
  };
  const count = (mode: string): number =>
    resources
      .filter((one) => one.mode === mode)
      .reduce((sum, { instances }) => sum + instances.length, 0);
  return {
    bytes: body.length,
    resources: count("managed"),
    dataSources: count("data"),
  };
}
