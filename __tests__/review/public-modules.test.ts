import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  exitStatus,
  readPlan,
  reviewPlans,
  type Review,
} from "../../modules/review";
import { itNeeds } from "../support/component";
import { startS3Server } from "../support/s3-server";
import { temporaryFolder } from "../support/temporary-folder";
import { provider, terraform } from "../support/terraform";
import { outlineReview } from "./support/outline-review";
import { account } from "./support/plan";
import { planOf } from "./support/plan-story";
import {
  copyPublicModule,
  publicModule,
  type PublicModule,
} from "./support/public-module";
import { settledState } from "./support/settled-state";
import { terraformOf } from "./support/terraform-of";

const root = join(__dirname, "public-modules");

const cases: readonly (readonly [string, PublicModule])[] = [
  ["irsa-5", "iam-5"],
  ["irsa-6", "iam-6"],
  ["pod-identity-1", "eks-pod-identity-1"],
];

describe("plans of public modules", () => {
  for (const [name, module] of cases)
    itNeeds(
      [terraform, provider("aws", "5.29.0"), publicModule(module)],
      `${name}: created, changed and destroyed`,
      async () => {
        const plan = await planner(name, module);

        const created = await plan("create", undefined);
        await expectReview(name, "create", created);
        await expectEveryStatement(created);

        const state = await settledState((reached) =>
          reached === undefined
            ? Promise.resolve(created)
            : plan("create", reached),
        );
        await expectReview(name, "change", await plan("change", state));
        await expectReview(
          name,
          "destroy",
          await plan("create", state, "-destroy"),
        );
      },
      300_000,
    );
});

type Planner = (
  stage: string,
  state: string | undefined,
  ...more: readonly string[]
) => Promise<string>;

/** Makes plans in one folder with the module in it; STS, which modules ask for the account, is on this machine. */
async function planner(name: string, module: PublicModule): Promise<Planner> {
  const folder = temporaryFolder();
  copyPublicModule(module, folder);
  const { address } = await startS3Server(account);
  const run = terraformOf("terraform", { AWS_ENDPOINT_URL_STS: address });
  return (stage, state, ...more) =>
    planOf(run, join(root, name), folder, stage, state, ...more);
}

async function expectReview(
  name: string,
  stage: string,
  plan: string,
): Promise<void> {
  const review = await reviewOf(plan);
  const configuration = ["create", "change"]
    .map((one) => readFileSync(join(root, name, `${one}.tf`), "utf8"))
    .join("\n");
  expect(outlineReview(review, exitStatus(review), configuration)).toBe(
    readFileSync(join(root, name, `${stage}.txt`), "utf8"),
  );
}

/** Each row gains what its policies say, and no policy of the plan is left out. */
async function expectEveryStatement(plan: string): Promise<void> {
  const policies = policiesOf(plan);
  const { changes } = await reviewOf(plan);
  const reached = new Set<string>();
  for (const { subject, added, after } of changes) {
    const addresses = new Set(
      after?.routes
        .flat()
        .flatMap(({ kind, address }) =>
          kind === "policy" && address !== undefined ? [address] : [],
        ),
    );
    const said = [...addresses].flatMap((address) => {
      reached.add(address);
      return policies.get(address) ?? [];
    });
    expect([
      subject,
      added.map(({ action, resource }) => `${action} on ${resource}`).sort(),
    ]).toEqual([subject, said.sort()]);
  }
  expect(
    [...policies.keys()].filter((address) => !reached.has(address)),
  ).toEqual([]);
}

function reviewOf(plan: string): Promise<Review> {
  return reviewPlans({ plans: [readPlan("prod-us", plan)] });
}

/** Each policy of a plan by its address: its actions, each on each of its resources. */
function policiesOf(text: string): ReadonlyMap<string, readonly string[]> {
  const { resource_changes: resources } = JSON.parse(text) as {
    readonly resource_changes: readonly {
      readonly address: string;
      readonly type: string;
      readonly change: { readonly after: { readonly policy?: string } | null };
    }[];
  };
  return new Map(
    resources
      .filter(({ type }) =>
        ["aws_iam_policy", "aws_iam_role_policy"].includes(type),
      )
      .map(({ address, change }) => [
        address,
        statementsOf(change.after?.policy ?? ""),
      ]),
  );
}

function statementsOf(policy: string): readonly string[] {
  const { Statement: statements } = JSON.parse(policy) as {
    readonly Statement: readonly {
      readonly Action: string | readonly string[];
      readonly Resource: string | readonly string[];
    }[];
  };
  return statements.flatMap(({ Action: actions, Resource: resources }) =>
    [actions]
      .flat()
      .flatMap((action) =>
        [resources].flat().map((resource) => `${action} on ${resource}`),
      ),
  );
}
