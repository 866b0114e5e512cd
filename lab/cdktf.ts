import { join } from "node:path";
import { startProcess, type ProcessResult } from "./start-process";

const projectDirectory = join(__dirname, "..");

export interface CdktfProps {
  readonly args: readonly string[];
  /** The environment file to use. */
  readonly environmentName: string;
  readonly variables: Readonly<Record<string, string>>;
  /** Where stacks are synthesized to. */
  readonly outdir: string;
  /** Terraform's command line configuration. */
  readonly configFile: string;
  /** @default the project's own folder */
  readonly project?: string;
  readonly signal?: AbortSignal;
}

/**
 * Runs the project's own `cdktf` on stacks, unchanged, with credentials of the lab and no others.
 */
export function runCdktf(props: CdktfProps): Promise<ProcessResult> {
  return startProcess(
    process.execPath,
    [
      join(projectDirectory, "node_modules/cdktf-cli/bundle/bin/cdktf.js"),
      ...props.args,
      "--output",
      props.outdir,
    ],
    {
      cwd: props.project ?? projectDirectory,
      env: { ...baseEnvironment(), ...props.variables, ...own(props) },
      ...(props.signal && { signal: props.signal, killSignal: "SIGINT" }),
    },
  ).result;
}

/** Of this process's environment only what programs need to run: no credentials, no settings of AWS. */
function baseEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(AWS_|TF_|KUBE)/.test(name),
    ),
  );
}

function own(props: CdktfProps): NodeJS.ProcessEnv {
  return {
    CHECKPOINT_DISABLE: "1",
    ENVIRONMENT: props.environmentName,
    FORCE_COLOR: "0",
    TF_CLI_CONFIG_FILE: props.configFile,
    TF_IN_AUTOMATION: "1",
  };
}
