import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Environment } from "../../modules/environment";
import { ensureNamespace } from "../kubernetes/service-accounts";
import { checkServiceAccounts } from "./service-account-checks";
import type { Components } from "./components";
import { Deployment } from "./deployment";
import type { FullLab } from "./full-lab";
import { checkNeighbours, checkOwnPods } from "./identity-checks";
import { checkIrsaRefusals, checkWithoutProviders } from "./irsa-refusals";
import { checkNothingLeft } from "./left-over";
import {
  checkPodIdentityRefusals,
  checkWithoutAssociations,
} from "./pod-identity-refusals";
import type { Report } from "./report";
import { subjects } from "./subjects";
import { awsCli, javascriptSdk } from "./who-am-i";

export interface ScenarioProps {
  readonly lab: FullLab;
  readonly components: Components;
  readonly environment: Environment;
  /** The folder of environment files. */
  readonly environments: string;
  /** The lab's own folder. */
  readonly directory: string;
  readonly report: Report;
  readonly say: (line: string) => void;
  /** Whether what was deployed stays deployed. */
  readonly keep: boolean;
}

/** What the full lab does: deploys an environment and asks who gets which role, and who doesn't. */
export async function runScenario(props: ScenarioProps): Promise<void> {
  const { lab, components, environment, report, say } = props;
  const pods = join(props.directory, "pods");
  mkdirSync(pods);
  const askers = [
    javascriptSdk,
    ...(components.awsCli === undefined ? [] : [awsCli(components.awsCli)]),
  ];
  const checks = { lab, report, askers, directory: pods };
  const deployment = new Deployment(props);

  say("\ndeploy, with service accounts from the stack's manifest");
  for (const { running, serviceAccount } of subjects(lab))
    await ensureNamespace(running.api, serviceAccount.namespace);
  await deployment.deploy("manifest");
  await deployment.kubectl("apply");
  await deployment.checkNothingToDo();

  say("\nwho gets which role");
  await checkOwnPods(checks, "");
  await checkNeighbours(checks);

  say("\nwhat is refused");
  await checkIrsaRefusals(lab, report);
  await checkPodIdentityRefusals(lab, report);
  await checkWithoutAssociations(lab, report);
  await checkWithoutProviders(lab, report);

  if (components.kubernetesProvider && components.awsCli !== undefined) {
    say(
      "\ndeploy again, with service accounts from Terraform; what was deleted comes back",
    );
    await deployment.kubectl("delete");
    await deployment.deploy("terraform");
    await checkServiceAccounts(lab, report);
  } else {
    say("\ndeploy again; what was deleted comes back");
    await deployment.deploy("manifest");
  }
  await deployment.checkNothingToDo();
  await checkOwnPods(checks, ", deployed again");
  if (props.keep) return;

  say("\ndestroy");
  await deployment.destroy();
  await checkNothingLeft(lab, environment, report);
}
