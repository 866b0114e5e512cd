import { other, podTrust, together } from "./support/flag-plans";
import {
  account,
  flagIds,
  host,
  irsaTrust,
  policyText,
  providerArn,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

const trustOf = (issuer: string): unknown =>
  JSON.parse(JSON.stringify(irsaTrust()).replaceAll(host, issuer));

const role = (before: unknown, after = before): PlannedResource => ({
  address: "aws_iam_role.echo",
  before: roleFields("echo", before),
  after: roleFields("echo", after),
});

const inline = { name: "p", role: "echo", policy: policyText(["*"], ["*"]) };
const everything: PlannedResource = {
  address: "aws_iam_role_policy.echo",
  before: inline,
  after: inline,
};

const associated = (cluster: string | undefined): Fields => ({
  ...(cluster !== undefined && { cluster_name: cluster }),
  namespace: "echo",
  service_account: "aws-sa",
  role_arn: `arn:aws:iam::${account}:role/echo`,
});

const association = (
  name: string,
  before: Fields | undefined,
  after: Fields | undefined,
): PlannedResource => ({
  address: `aws_eks_pod_identity_association.${name}`,
  ...(before && { before }),
  ...(after && { after }),
});

const stays = (cluster: string): PlannedResource =>
  association(cluster, associated(cluster), associated(cluster));

const both = together(irsaTrust(), podTrust());

/** Actions that a service account gains by a role that may do everything, and that stays as it is. */
async function gainsBy(
  ...resources: readonly PlannedResource[]
): Promise<readonly string[]> {
  const { changes } = await reviewOf([everything, ...resources]);
  return changes
    .filter(({ subject }) => subject !== undefined)
    .flatMap(({ added }) => added.map(({ action }) => action));
}

/** What a service account loses of such a role, and why its pods must restart. */
async function lossesBy(
  ...resources: readonly PlannedResource[]
): Promise<readonly string[]> {
  const { changes, restarts } = await reviewOf([everything, ...resources]);
  return [
    ...changes
      .filter(({ subject }) => subject !== undefined)
      .flatMap(({ removed }) =>
        removed.map(({ effect, action }) => `${effect} ${action}`),
      ),
    ...restarts.map(({ reason }) => reason),
  ];
}

const isLostBy = (place: string): string =>
  `it loses ${place}: pods that run there keep their credentials until these run out`;
const isGotBy = (place: string): string =>
  `it gets ${place}: pods that run there already have no credentials by it`;
const isChangedBy = (paths: string, has: string): string =>
  `its path changes from ${paths} on cluster playground in us-east-1, if it ${has} IRSA there`;

describe("a role that a service account has on one cluster", () => {
  it("is a gain by an association on another cluster", async () => {
    const resources = [
      role(podTrust()),
      stays("prod"),
      association("dev", undefined, associated("playground")),
    ];

    expect(await gainsBy(...resources)).toEqual(["*"]);
    expect(flagIds(await reviewOf([everything, ...resources]))).toContain(
      "full-access",
    );
  });

  it("is a gain where the association goes over to another cluster", async () => {
    expect(
      await gainsBy(
        role(podTrust()),
        association("echo", associated("prod"), associated("playground")),
      ),
    ).toEqual(["*"]);
  });

  it("is a gain by tokens of another issuer", async () => {
    expect(
      await gainsBy(role(irsaTrust(), together(irsaTrust(), trustOf(other)))),
    ).toEqual(["*"]);
  });

  it("is a gain by Pod Identity on a cluster where the plan had no association, beside others", async () => {
    const echo = { ...associated("prod"), service_account: "other" };

    expect(
      await gainsBy(
        role(both),
        association("other", echo, echo),
        association("dev", undefined, associated("playground")),
      ),
    ).toEqual(["*"]);
  });

  it("is a gain by IRSA of an issuer that the plan didn't have, beside others", async () => {
    const others = roleFields("other", irsaTrust("system:serviceaccount:a:b"));

    expect(
      await gainsBy(
        role(podTrust(), together(podTrust(), trustOf(other))),
        stays("prod"),
        { address: "aws_iam_role.other", before: others, after: others },
      ),
    ).toEqual(["*"]);
  });

  it.each<[string, readonly PlannedResource[]]>([
    [
      "the same association at another address",
      [
        role(podTrust()),
        association("a", associated("prod"), undefined),
        association("b", undefined, associated("prod")),
      ],
    ],
    [
      "a cluster whose name is known after apply now",
      [
        role(podTrust()),
        {
          ...association("a", associated("prod"), associated(undefined)),
          unknown: { cluster_name: true },
          expressions: {
            cluster_name: { references: ["aws_eks_cluster.x.name"] },
          },
        },
      ],
    ],
    [
      "Pod Identity in place of IRSA",
      [
        role(irsaTrust(), podTrust()),
        association("a", undefined, associated("prod")),
      ],
    ],
    [
      "Pod Identity beside IRSA, on the cluster of other associations",
      [
        role(both),
        association(
          "other",
          { ...associated("prod"), service_account: "other" },
          { ...associated("prod"), service_account: "other" },
        ),
        association("a", undefined, associated("prod")),
      ],
    ],
    [
      "IRSA in place of Pod Identity",
      [
        role(podTrust(), irsaTrust()),
        association("a", associated("prod"), undefined),
      ],
    ],
    [
      "the issuer of a cluster that is made anew",
      [
        {
          address: "aws_iam_openid_connect_provider.x",
          before: { url: host, arn: providerArn, client_id_list: [] },
          after: {
            url: other,
            arn: providerArn.replace(host, other),
            client_id_list: [],
          },
          actions: ["delete", "create"],
        },
        role(irsaTrust(), trustOf(other)),
      ],
    ],
    [
      "an issuer whose provider comes into the plan",
      [
        {
          address: "aws_iam_openid_connect_provider.x",
          after: { url: host, arn: providerArn, client_id_list: [] },
        },
        role(irsaTrust(), together(irsaTrust(), podTrust())),
      ],
    ],
  ])("is neither a gain nor a loss by %s", async (_, resources) => {
    expect(await gainsBy(...resources)).toEqual([]);
    expect(await lossesBy(...resources)).not.toContain("Allow *");
  });
});

describe("a role that a service account had on two clusters", () => {
  const denied = {
    name: "d",
    role: "echo",
    policy: policyText(["s3:*"], ["*"], { Effect: "Deny" }),
  };

  it.each<[string, readonly PlannedResource[], readonly string[]]>([
    [
      "whose association on one of them goes",
      [
        role(podTrust()),
        stays("prod"),
        association("dev", associated("playground"), undefined),
      ],
      ["Allow *", isLostBy("Pod Identity on cluster playground in us-east-1")],
    ],
    [
      "whose association goes over to the other one",
      [
        role(podTrust()),
        association("echo", associated("prod"), associated("playground")),
      ],
      [
        "Allow *",
        isGotBy("Pod Identity on cluster playground in us-east-1"),
        isLostBy("Pod Identity on cluster prod in us-east-1"),
      ],
    ],
    [
      "whose trust policy lets tokens of one of them in no more",
      [role(together(irsaTrust(), trustOf(other)), irsaTrust())],
      ["Allow *", isLostBy(`IRSA by tokens of ${other}`)],
    ],
    [
      "whose trust policy goes over to the other one's tokens",
      [role(irsaTrust(), trustOf(other))],
      [
        "Allow *",
        isGotBy(`IRSA by tokens of ${other}`),
        isLostBy(`IRSA by tokens of ${host}`),
      ],
    ],
    [
      "which denies something too, as it goes on to do",
      [
        { address: "aws_iam_role_policy.d", before: denied, after: denied },
        role(together(irsaTrust(), trustOf(other)), irsaTrust()),
      ],
      ["Allow *", isLostBy(`IRSA by tokens of ${other}`)],
    ],
  ])("is lost on one, %s", async (_, resources, expected) => {
    expect(await lossesBy(...resources)).toEqual(expected);
  });

  it("is no denial less on one of them", async () => {
    const review = await reviewOf([
      everything,
      { address: "aws_iam_role_policy.d", before: denied, after: denied },
      role(together(irsaTrust(), trustOf(other)), irsaTrust()),
    ]);

    expect(flagIds(review)).not.toContain("denial-removed");
  });

  const twoIssuers = together(irsaTrust(), trustOf(other));
  const elsewhere = { name: "p", role: "new", policy: inline.policy };
  const isNothingOn = (clusters: string, path: string): string =>
    `on at least ${clusters} clusters where ${path} goes it has nothing instead, and it can't be told on which: pods that run there keep their credentials until these run out`;

  it.each<[string, readonly PlannedResource[], readonly string[]]>([
    [
      "IRSA of two issuers, by one association instead",
      [
        role(twoIssuers, podTrust()),
        association("a", undefined, associated("prod")),
      ],
      [
        "Allow *",
        "its path changes from IRSA to Pod Identity",
        isNothingOn("1 of 2", "IRSA"),
      ],
    ],
    [
      "IRSA of two issuers, by the association that stays",
      [role(together(twoIssuers, podTrust()), podTrust()), stays("prod")],
      ["Allow *", isNothingOn("1 of 2", "IRSA")],
    ],
    [
      "Pod Identity on three clusters, by one issuer instead",
      [
        role(podTrust(), irsaTrust()),
        ...["a", "b", "c"].map((cluster) =>
          association(cluster, associated(cluster), undefined),
        ),
      ],
      [
        "Allow *",
        "its path changes from Pod Identity to IRSA",
        isNothingOn("2 of 3", "Pod Identity"),
      ],
    ],
    [
      "IRSA of two issuers, by another role's association instead",
      [
        role(twoIssuers, podTrust()),
        {
          address: "aws_iam_role.new",
          before: roleFields("new", podTrust()),
          after: roleFields("new", podTrust()),
        },
        {
          address: "aws_iam_role_policy.new",
          before: elsewhere,
          after: elsewhere,
        },
        association("a", undefined, {
          ...associated("prod"),
          role_arn: `arn:aws:iam::${account}:role/new`,
        }),
      ],
      [
        "Allow *",
        "its path changes from IRSA to Pod Identity",
        isNothingOn("1 of 2", "IRSA"),
      ],
    ],
  ])(
    "loses %s, on a cluster that can't be told",
    async (_, resources, expected) => {
      expect(await lossesBy(...resources)).toEqual(expected);
      expect(await gainsBy(...resources)).toEqual([]);
    },
  );

  it.each<[string, readonly PlannedResource[], readonly string[]]>([
    [
      "an association on each instead of IRSA",
      [
        role(twoIssuers, podTrust()),
        association("a", undefined, associated("prod")),
        association("b", undefined, associated("playground")),
      ],
      ["its path changes from IRSA to Pod Identity"],
    ],
    [
      "an association on one of them instead of IRSA, which stays on the other",
      [
        role(twoIssuers, together(podTrust(), trustOf(other))),
        association("a", undefined, associated("prod")),
      ],
      ["its path changes from IRSA to Pod Identity"],
    ],
    [
      "an issuer for each instead of associations",
      [
        role(podTrust(), twoIssuers),
        association("a", associated("prod"), undefined),
        association("b", associated("playground"), undefined),
      ],
      ["its path changes from Pod Identity to IRSA"],
    ],
  ])("loses nothing by %s", async (_, resources, expected) => {
    expect(await lossesBy(...resources)).toEqual(expected);
    expect(await gainsBy(...resources)).toEqual([]);
  });

  it("isn't lost by an annotation for a role that lets both issuers' tokens in", async () => {
    const anybody = (trust: unknown): unknown =>
      JSON.parse(
        JSON.stringify(trust)
          .replace("StringEquals", "StringLike")
          .replace("serviceaccount:echo:aws-sa", "serviceaccount:*:*"),
      );
    const annotations = {
      "eks.amazonaws.com/role-arn": `arn:aws:iam::${account}:role/echo`,
    };
    const serviceAccount = {
      metadata: [{ namespace: "echo", name: "aws-sa", annotations }],
    };

    expect(
      await lossesBy(
        role(
          podTrust(),
          together(anybody(irsaTrust()), anybody(trustOf(other))),
        ),
        association("a", associated("prod"), undefined),
        association("b", associated("playground"), undefined),
        {
          address: "kubernetes_service_account_v1.echo",
          before: serviceAccount,
          after: serviceAccount,
        },
      ),
    ).toEqual(["its path changes from Pod Identity to IRSA"]);
  });

  it.each<[string, readonly PlannedResource[], readonly string[]]>([
    [
      "back to IRSA, which it had beside",
      [
        role(both),
        stays("prod"),
        association("dev", associated("playground"), undefined),
      ],
      [isChangedBy("Pod Identity to IRSA", "has")],
    ],
    [
      "back to IRSA, which it gets",
      [
        role(podTrust(), both),
        stays("prod"),
        association("dev", associated("playground"), undefined),
      ],
      [isChangedBy("Pod Identity to IRSA", "has")],
    ],
    [
      "from IRSA to Pod Identity",
      [
        role(both),
        stays("prod"),
        association(
          "other",
          { ...associated("playground"), service_account: "other" },
          { ...associated("playground"), service_account: "other" },
        ),
        association("dev", undefined, associated("playground")),
      ],
      [isChangedBy("IRSA to Pod Identity", "had")],
    ],
    [
      "nowhere, where IRSA comes beside Pod Identity",
      [role(podTrust(), both), stays("prod"), stays("playground")],
      [],
    ],
    [
      "nowhere, where IRSA beside Pod Identity goes",
      [role(both, podTrust()), stays("prod"), stays("playground")],
      [],
    ],
  ])("goes on one of them %s", async (_, resources, expected) => {
    expect(await lossesBy(...resources)).toEqual(expected);
  });

  it("isn't lost by a cluster that it comes to", async () => {
    expect(
      await lossesBy(
        role(podTrust()),
        stays("prod"),
        association("dev", undefined, associated("playground")),
      ),
    ).toEqual([isGotBy("Pod Identity on cluster playground in us-east-1")]);
  });

  it("is another one on one of them", async () => {
    const fields = roleFields("new", podTrust());
    const resources = [
      role(podTrust()),
      { address: "aws_iam_role.new", before: fields, after: fields },
      stays("prod"),
      association("dev", associated("playground"), {
        ...associated("playground"),
        role_arn: `arn:aws:iam::${account}:role/new`,
      }),
    ];

    expect(await lossesBy(...resources)).toEqual([
      "Allow *",
      "its association gives another role: pods that run take it only when their credentials are renewed",
    ]);
  });
});

describe("an association on a cluster whose name isn't known yet", () => {
  const made = (namespace: string): PlannedResource => ({
    ...association("echo", undefined, {
      ...associated(undefined),
      namespace,
    }),
    unknown: { cluster_name: true },
    expressions: { cluster_name: { references: ["aws_eks_cluster.x.name"] } },
  });
  const pinned = podTrust({
    StringEquals: { "aws:RequestTag/kubernetes-namespace": "echo" },
  });

  it("gives what the trust policy lets in on every cluster", async () => {
    expect(await gainsBy(role(pinned), made("echo"))).toEqual(["*"]);
  });

  it("gives nothing where the trust policy refuses it on every cluster", async () => {
    const resources = [role(pinned), made("elsewhere")];

    expect(await gainsBy(...resources)).toEqual([]);
    expect(flagIds(await reviewOf(resources))).toContain("path-refused");
  });
});
