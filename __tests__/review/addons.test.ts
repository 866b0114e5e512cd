import { found } from "./support/flag-plans";
import {
  account,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const roleArn = `arn:aws:iam::${account}:role/addon`;
/** Of a role that isn't in the plan, so that nothing is known of its trust. */
const otherArn = `arn:aws:iam::${account}:role/other`;
const role = roleFields("addon", {
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Principal: { Service: "pods.eks.amazonaws.com" },
    },
  ],
});

/** The service accounts that get a role by an add-on, as `namespace/name`. */
async function subjectsOf(
  addon: string,
  fields: PlannedResource["after"],
  more: Partial<PlannedResource> = {},
): Promise<readonly string[]> {
  const { changes } = await reviewOf([
    { address: "aws_iam_role.addon", before: role, after: role },
    {
      address: "aws_eks_addon.it",
      after: { addon_name: addon, cluster_name: "prod-us", ...fields },
      ...more,
    },
  ]);
  return changes.map(
    ({ subject }) =>
      `${subject?.namespace ?? ""}/${subject?.serviceAccount ?? ""}`,
  );
}

function associations(...names: readonly string[]): PlannedResource["after"] {
  return {
    pod_identity_association: names.map((service_account) => ({
      role_arn: roleArn,
      service_account,
    })),
  };
}

describe("an add-on", () => {
  it.each([
    ["external-dns", "external-dns/external-dns"],
    ["amazon-cloudwatch-observability", "amazon-cloudwatch/cloudwatch-agent"],
    ["aws-fsx-csi-driver", "kube-system/fsx-csi-controller-sa"],
    ["adot", "opentelemetry-operator-system/(service account of adot)"],
    ["made-up", "(namespace of made-up)/(service account of made-up)"],
  ])("%s with one role is %s", async (addon, subject) => {
    expect(
      await subjectsOf(addon, { service_account_role_arn: otherArn }),
    ).toEqual([subject]);
  });

  it("with an association for each of its service accounts has them all in its namespace", async () => {
    expect(
      await subjectsOf(
        "adot",
        associations("adot-col-otlp-ingest", "adot-col-prom-metrics"),
      ),
    ).toEqual([
      "opentelemetry-operator-system/adot-col-otlp-ingest",
      "opentelemetry-operator-system/adot-col-prom-metrics",
    ]);
  });

  it("that is installed into another namespace is there", async () => {
    const elsewhere = { namespace_config: [{ namespace: "dns" }] };

    expect(
      await subjectsOf("external-dns", {
        ...associations("external-dns"),
        ...elsewhere,
      }),
    ).toEqual(["dns/external-dns"]);
    expect(
      await subjectsOf("external-dns", {
        service_account_role_arn: otherArn,
        ...elsewhere,
      }),
    ).toEqual(["dns/external-dns"]);
  });

  it("has its own namespace where the provider will say it, and not where the configuration does", async () => {
    const unknown = { namespace_config: [{ namespace: true }] };

    expect(
      await subjectsOf("external-dns", associations("external-dns"), {
        unknown,
      }),
    ).toEqual(["external-dns/external-dns"]);
    expect(
      await subjectsOf("external-dns", associations("external-dns"), {
        unknown,
        expressions: {
          namespace_config: [{ namespace: { references: ["var.namespace"] } }],
        },
      }),
    ).toEqual(["${var.namespace}/external-dns"]);
  });
});

describe("an add-on that has an association no more", () => {
  const before = { addon_name: "external-dns", cluster_name: "prod-us" };
  const update = (
    after: PlannedResource["after"],
    more: Partial<PlannedResource> = {},
  ): readonly PlannedResource[] => [
    { address: "aws_iam_role.addon", before: role, after: role },
    {
      address: "aws_eks_addon.it",
      before: { ...before, ...associations("external-dns") },
      after: { ...before, ...after },
      ...more,
    },
  ];

  it("takes its pods' credentials", async () => {
    expect(found(await reviewOf(update({})), "association-goes")).toEqual([
      "medium: the association of external-dns/external-dns on cluster prod-us is deleted: its pods lose credentials",
    ]);
  });

  it.each<[string, readonly PlannedResource[]]>([
    [
      "another role",
      update({
        pod_identity_association: [
          { role_arn: otherArn, service_account: "external-dns" },
        ],
      }),
    ],
    [
      "a service account that isn't known yet",
      update(
        { pod_identity_association: [{ role_arn: roleArn }] },
        { unknown: { pod_identity_association: [{ service_account: true }] } },
      ),
    ],
  ])("takes none where it has %s", async (_, resources) => {
    expect(found(await reviewOf(resources), "association-goes")).toEqual([]);
  });
});
