import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Environment, Owner } from "../../modules/environment";
import { writeProviderMirror } from "../../modules/terraform-cli";
import { runCdktf } from "../cdktf";
import { startProcess } from "../start-process";
import { runTerraform } from "../terraform";
import type { Components } from "./components";
import type { FullLab } from "./full-lab";
import { copyProject } from "./project-copy";
import type { Report } from "./report";

export interface DeploymentProps {
  readonly lab: FullLab;
  readonly components: Components;
  readonly environment: Environment;
  /** The folder of environment files. */
  readonly environments: string;
  readonly report: Report;
  /** A folder for projects and providers. */
  readonly directory: string;
}

/** An environment's way through cdktf and Terraform; each step is a check. */
export class Deployment {
  private readonly configFile: string;
  private owner: Owner = "manifest";

  constructor(private readonly props: DeploymentProps) {
    const { awsProvider, kubernetesProvider } = props.components;
    this.configFile = writeProviderMirror(props.directory, [
      awsProvider,
      ...(kubernetesProvider ? [kubernetesProvider] : []),
    ]);
  }

  /** Deploys all stacks, with the service accounts made by whom it says. */
  async deploy(owner: Owner): Promise<void> {
    const { environment, environments } = this.props;
    this.owner = owner;
    if (!existsSync(this.project))
      copyProject({
        folder: this.project,
        environments,
        environmentName: environment.name,
        serviceAccountOwner: owner,
      });
    await this.cdktf("deploy");
  }

  async destroy(): Promise<void> {
    await this.cdktf("destroy");
  }

  /** Checks that Terraform has nothing to do, on every stack. */
  async checkNothingToDo(): Promise<void> {
    for (const { stack } of this.props.environment.clusters) {
      const { status, output } = await runTerraform(
        {
          terraform: this.props.components.terraform,
          folder: this.stackFolder(stack),
          variables: this.variables,
          configFile: this.configFile,
        },
        "plan",
        "-detailed-exitcode",
        "-no-color",
        "-input=false",
      );
      this.props.report.check(
        `${stack} second plan (service accounts by ${this.owner})`,
        status === 0 ? "no changes" : `status ${status}\n${output}`,
        "no changes",
      );
    }
  }

  /** Has kubectl apply or delete the manifest beside each stack. */
  async kubectl(action: "apply" | "delete"): Promise<void> {
    const { lab, environment, components, report } = this.props;
    for (const { key, stack } of environment.clusters) {
      const manifest = join(this.stackFolder(stack), "service-accounts.yaml");
      const { status, output } = await startProcess(
        components.kubectl,
        [
          action,
          `--kubeconfig=${lab.clusters.get(key)?.kubeconfigFile ?? ""}`,
          `--filename=${manifest}`,
        ],
        { timeout: 60_000 },
      ).result;
      report.check(
        `${stack} kubectl ${action} of service-accounts.yaml`,
        status === 0 ? "done" : `status ${status}\n${output}`,
        "done",
      );
    }
  }

  private async cdktf(command: "deploy" | "destroy"): Promise<void> {
    const { environment, report } = this.props;
    const start = Date.now();
    const stacks = environment.clusters.map(({ stack }) => stack);
    const { status, output } = await runCdktf({
      args: [command, ...stacks, "--auto-approve", "--skip-provider-lock"],
      environmentName: environment.name,
      variables: this.variables,
      outdir: join(this.project, "cdktf.out"),
      configFile: this.configFile,
      project: this.project,
    });
    report.check(
      `cdktf ${command} ${stacks.join(" ")} (service accounts by ${this.owner}, ${((Date.now() - start) / 1000).toFixed(0)} s)`,
      status === 0 ? "done" : `status ${status}\n${output.slice(-4_000)}`,
      "done",
    );
  }

  private get project(): string {
    return join(this.props.directory, `project-${this.owner}`);
  }

  private stackFolder(stack: string): string {
    return join(this.project, "cdktf.out/stacks", stack);
  }

  /** cdktf runs the Terraform that was found, be it OpenTofu. */
  private get variables(): Readonly<Record<string, string>> {
    return {
      ...this.props.lab.variables,
      TERRAFORM_BINARY_NAME: this.props.components.terraform.command,
    };
  }
}
