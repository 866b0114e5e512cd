import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeOfflineStack } from "../../lab/offline-stack";
import {
  exitStatus,
  readPlan,
  reviewPlans,
  type PlanReading,
  type Review,
} from "../../modules/review";
import { itNeeds } from "../support/component";
import {
  account,
  clusterFields,
  environmentFields,
  issuer,
  type Fields,
} from "../support/environment-fields";
import { synthesizeFields } from "../support/synthesize";
import { temporaryFolder } from "../support/temporary-folder";
import { provider, runTerraform, terraform } from "../support/terraform";
import { stateAfter } from "./support/apply-in-words";

const needs = [terraform, provider("aws", "5.29.0")];

/** Two clusters; service accounts are manifests, so that no Kubernetes provider is needed. */
function fields(workloads: Fields): Fields {
  return environmentFields({
    clusters: {
      us: clusterFields(),
      eu: clusterFields({ issuer: issuer("eu") }),
    },
    defaults: { serviceAccountOwner: "manifest" },
    workloads,
  });
}

const echo = {
  serviceAccount: "echo/aws-sa",
  identity: "irsa",
  permissions: {
    managedPolicies: [
      "arn:{partition}:iam::aws:policy/AmazonSQSReadOnlyAccess",
    ],
  },
};
const reports = {
  serviceAccount: "reports/reporter",
  identity: "pod-identity",
  permissions: {
    statements: [
      {
        actions: ["s3:GetObject"],
        resources: [
          "arn:{partition}:s3:::acme-reports/${aws:PrincipalTag/kubernetes-namespace}/*",
        ],
      },
    ],
  },
};

async function run(
  folder: string,
  ...args: readonly string[]
): Promise<string> {
  const { status, stdout, stderr } = await runTerraform(folder, args);
  if (status !== 0) throw new Error(`${stdout}${stderr}`);
  return stdout;
}

/** The plans of an environment's stacks, on their states. */
async function planAll(
  environment: Fields,
  states: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const plans = new Map<string, string>();
  for (const [key, stack] of await synthesizeFields(environment)) {
    const folder = temporaryFolder();
    writeOfflineStack(stack.folder, folder);
    const state = states.get(key);
    if (state !== undefined)
      writeFileSync(join(folder, "terraform.tfstate"), state);
    await run(folder, "init", "-input=false");
    await run(folder, "plan", "-refresh=false", "-input=false", "-out=plan");
    plans.set(
      key,
      withAccounts(stack.folder, await run(folder, "show", "-json", "plan")),
    );
  }
  return plans;
}

/** The plan with the accounts that the stack's provider accepts: offline it can't ask STS for its own. */
function withAccounts(stack: string, text: string): string {
  const { provider: providers } = JSON.parse(
    readFileSync(join(stack, "cdk.tf.json"), "utf8"),
  ) as { readonly provider: { readonly aws: readonly [Fields] } };
  const plan = JSON.parse(text) as {
    configuration: {
      provider_config: { aws: { expressions: Record<string, unknown> } };
    };
  };
  plan.configuration.provider_config.aws.expressions.allowed_account_ids = {
    constant_value: providers.aws[0].allowed_account_ids,
  };
  return JSON.stringify(plan);
}

function review(plans: ReadonlyMap<string, string>): Promise<Review> {
  return reviewPlans({
    plans: [...plans].map(([key, text]): PlanReading =>
      readPlan(`test-${key}`, text),
    ),
  });
}

function rows({ changes }: Review): readonly string[] {
  return changes.map(
    ({ kind, subject, stacks, knowledge, after, before }) =>
      `${kind} ${subject?.namespace ?? ""}/${subject?.serviceAccount ?? ""} on ${stacks.join(", ")}: ${before?.path ?? "nothing"} to ${after?.path ?? "nothing"}, ${knowledge}`,
  );
}

describe("the app's own stacks", () => {
  itNeeds(
    needs,
    "are reviewed from nothing and after a change of path, with nothing of what stays",
    async () => {
      const first = await planAll(fields({ echo, reports }), new Map());
      const made = await review(first);

      // All is literal: nothing is left to be known after apply but what a managed policy says.
      expect(rows(made)).toEqual([
        "gains echo/aws-sa on test-eu, test-us: nothing to irsa, opaque",
        "gains reports/reporter on test-eu, test-us: nothing to pod-identity, known",
      ]);
      expect(made.notReviewable).toEqual([]);
      expect(made.changes[1]?.added).toEqual([
        {
          effect: "Allow",
          action: "s3:GetObject",
          resource:
            "arn:aws:s3:::acme-reports/${aws:PrincipalTag/kubernetes-namespace}/*",
          policy: "permissions",
        },
      ]);
      expect(exitStatus(made)).toBe(0);

      const states = new Map(
        [...first].map(([key, text]) => [
          key,
          stateAfter(text, undefined).state,
        ]),
      );
      const moved = await review(
        await planAll(
          fields({
            echo: {
              ...echo,
              clusters: { us: { identity: "pod-identity" }, eu: {} },
            },
            reports,
          }),
          states,
        ),
      );

      expect(rows(moved)).toEqual([
        "changes echo/aws-sa on test-us: irsa to pod-identity, opaque",
      ]);
      expect(moved.changes[0]?.differsOn).toEqual(["test-eu"]);
      expect(moved.changes[0]?.after?.role).toBe(
        `arn:aws:iam::${account}:role/test-us-echo`,
      );
      expect(moved.restarts).toEqual([
        {
          stack: "test-us",
          namespace: "echo",
          serviceAccount: "aws-sa",
          reason: "its path changes from IRSA to Pod Identity",
        },
      ]);
    },
    300_000,
  );
});
