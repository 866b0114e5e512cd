import {
  exitStatus,
  readPlan,
  reviewPlans,
  type Review,
} from "../../modules/review";
import {
  account,
  irsaTrust,
  planText,
  policyText,
  roleFields,
  type PlannedResource,
} from "./support/plan";

const issuers = {
  us: "oidc.eks.us-east-1.amazonaws.com/id/AAAA",
  eu: "oidc.eks.eu-west-1.amazonaws.com/id/BBBB",
};

function stackOf(
  key: "us" | "eu",
  actions: readonly string[] | undefined,
  bucket = `prod-${key}-data`,
): readonly PlannedResource[] {
  const name = `prod-${key}-echo`;
  const role = roleFields(name, {
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: "sts:AssumeRoleWithWebIdentity",
        Principal: {
          Federated: `arn:aws:iam::111122223333:oidc-provider/${issuers[key]}`,
        },
        Condition: {
          StringEquals: {
            [`${issuers[key]}:aud`]: "sts.amazonaws.com",
            [`${issuers[key]}:sub`]: "system:serviceaccount:echo:aws-sa",
          },
        },
      },
    ],
  });
  return [
    { address: "aws_iam_role.echo", before: role, after: role },
    ...(actions === undefined
      ? []
      : [
          {
            address: "aws_iam_role_policy.echo",
            after: {
              name: "p",
              role: name,
              policy: policyText(actions, [`arn:aws:s3:::${bucket}/*`]),
            },
          },
        ]),
  ];
}

function review(
  us: readonly PlannedResource[],
  eu: readonly PlannedResource[],
): Promise<Review> {
  return reviewStacks({ "prod-us": planText(us), "prod-eu": inEurope(eu) });
}

/** The text of a plan whose provider's region is in Europe. */
function inEurope(resources: readonly PlannedResource[]): string {
  return planText(resources).replaceAll("us-east-1", "eu-west-1");
}

function reviewStacks(
  texts: Readonly<Record<string, string>>,
): Promise<Review> {
  return reviewPlans({
    plans: Object.entries(texts).map(([stack, text]) => readPlan(stack, text)),
  });
}

describe("the rows of several stacks", () => {
  it("are one where they differ by what tells the stacks apart only", async () => {
    const { changes } = await review(
      stackOf("us", ["s3:GetObject"]),
      stackOf("eu", ["s3:GetObject"]),
    );

    expect(changes).toMatchObject([
      { stacks: ["prod-eu", "prod-us"], differsOn: [], flags: [] },
    ]);
    expect(changes[0]?.after?.role).toBe(
      "arn:aws:iam::111122223333:role/{stack}-echo",
    );
    expect(changes[0]?.added[0]?.resource).toBe("arn:aws:s3:::{stack}-data/*");
    expect(JSON.stringify(changes)).toContain("{issuer}:sub");
  });

  it("are two where one grants more", async () => {
    const { changes } = await review(
      stackOf("us", ["s3:GetObject"]),
      stackOf("eu", ["s3:GetObject", "s3:PutObject"]),
    );

    expect(changes.map(({ stacks, differsOn }) => [stacks, differsOn])).toEqual(
      [
        [["prod-eu"], ["prod-us"]],
        [["prod-us"], ["prod-eu"]],
      ],
    );
    expect(changes[0]?.flags.map(({ id }) => id)).toEqual(["clusters-differ"]);
  });

  it("say where the other stack has the service account and not the change", async () => {
    const { changes } = await review(
      stackOf("us", ["s3:GetObject"]),
      stackOf("eu", undefined),
    );

    expect(changes).toMatchObject([
      { stacks: ["prod-us"], differsOn: ["prod-eu"] },
    ]);
  });

  it("say nothing of a stack that doesn't have the service account", async () => {
    const { changes } = await review(stackOf("us", ["s3:GetObject"]), []);

    expect(changes).toMatchObject([
      { stacks: ["prod-us"], differsOn: [], flags: [] },
    ]);
  });

  it.each(["{stack}-data", "\u0001stack\u0001-data", "\u0002", "prod-us-data"])(
    "aren't folded where one names %s itself",
    async (bucket) => {
      const { changes } = await review(
        stackOf("us", ["s3:GetObject"]),
        stackOf("eu", ["s3:GetObject"], bucket),
      );

      expect(changes).toHaveLength(2);
    },
  );

  it("come with what the names in braces stand for", async () => {
    const { plans } = await review(
      stackOf("us", ["s3:GetObject"]),
      stackOf("eu", ["s3:GetObject"]),
    );

    expect(plans.map(({ stack, names }) => [stack, names])).toEqual([
      ["prod-eu", { issuer: issuers.eu }],
      ["prod-us", { issuer: issuers.us }],
    ]);
  });

  it("have no names in braces where nothing is folded", async () => {
    const { plans } = await review(stackOf("us", ["s3:GetObject"]), []);

    expect(plans.map(({ names }) => names)).toEqual([{}, {}]);
  });

  it("are two where one's tokens are of an issuer in another region", async () => {
    const { changes } = await reviewStacks({
      "prod-us": planText(stackOf("us", ["s3:GetObject"])),
      "prod-eu": planText(stackOf("eu", ["s3:GetObject"])),
    });

    expect(
      changes.map(({ stacks, flags }) => [stacks, flags.map(({ id }) => id)]),
    ).toEqual([
      [["prod-eu"], ["clusters-differ"]],
      [["prod-us"], ["clusters-differ"]],
    ]);
  });

  it("are one where some stacks share a region, and others have no cluster", async () => {
    const { changes } = await reviewStacks({
      "prod-us": planText(stackOf("us", ["s3:GetObject"])),
      "prod-us-2": planText(stackOf("us", ["s3:GetObject"])).replaceAll(
        /AAAA|prod-us/g,
        (name) => (name === "AAAA" ? "CCCC" : "prod-us-2"),
      ),
      "prod-eu": inEurope(stackOf("eu", ["s3:GetObject"])),
      "prod-global": planText([]),
    });

    expect(changes).toMatchObject([
      { stacks: ["prod-eu", "prod-us", "prod-us-2"], differsOn: [], flags: [] },
    ]);
  });

  it("are one where each stack has an account of its own", async () => {
    const { changes, plans } = await reviewStacks({
      "prod-us": planText(stackOf("us", ["s3:GetObject"])),
      "prod-eu": inEurope(stackOf("eu", ["s3:GetObject"])).replaceAll(
        account,
        "444455556666",
      ),
    });

    expect(changes).toHaveLength(1);
    expect(changes[0]?.after?.role).toBe(
      "arn:aws:iam::{account}:role/{stack}-echo",
    );
    expect(plans.map(({ names }) => names.account)).toEqual([
      "444455556666",
      account,
    ]);
  });

  it("are one where a stack's name begins its region's", async () => {
    const texts = { us: "us-east-1", eu: "eu-west-1" };
    const { changes } = await reviewStacks(
      Object.fromEntries(
        Object.entries(texts).map(([stack, region]) => [
          stack,
          planText(
            stackOf("us", ["s3:GetObject"], `data-${region}`),
          ).replaceAll(/us-east-1|prod-us/g, (name) =>
            name === "prod-us" ? stack : region,
          ),
        ]),
      ),
    );

    expect(changes.map(({ stacks, added }) => [stacks, added])).toMatchObject([
      [["eu", "us"], [{ resource: "arn:aws:s3:::data-{region}/*" }]],
    ]);
  });

  it.each(["n", "s", "sub"])(
    "are one where a stack is called %s, which other texts hold too",
    async (stack) => {
      const { changes } = await reviewStacks({
        [stack]: planText(stackOf("us", ["s3:GetObject"])).replaceAll(
          "prod-us",
          stack,
        ),
        "prod-eu": inEurope(stackOf("eu", ["s3:GetObject"])),
      });

      expect(changes).toMatchObject([
        { stacks: [stack, "prod-eu"].sort(), differsOn: [], flags: [] },
      ]);
      expect(changes[0]?.documents[0]?.after).toContain('{\n  "Version"');
      expect(changes[0]?.added[0]?.resource).toBe(
        "arn:aws:s3:::{stack}-data/*",
      );
    },
  );

  it("are one where a stack has no name but a word", async () => {
    const textOf = (stack: string): string =>
      planText([
        {
          address: "aws_iam_role.echo",
          after: roleFields(`${stack}-echo`, irsaTrust()),
        },
        {
          address: "aws_iam_role_policy.echo",
          after: {
            name: "p",
            role: `${stack}-echo`,
            policy: policyText(["s3:GetObject"], ["arn:aws:s3:::shared/n/*"]),
          },
        },
      ]);

    const { changes } = await reviewStacks({
      n: textOf("n"),
      "prod-eu": textOf("prod-eu"),
    });

    expect(changes).toMatchObject([
      {
        stacks: ["n", "prod-eu"],
        after: { role: `arn:aws:iam::${account}:role/{stack}-echo` },
        added: [{ resource: "arn:aws:s3:::shared/n/*" }],
      },
    ]);
  });

  it("tell a stack whose role of the same access lets somebody else in", async () => {
    const roleFor = (principal: string, isNew: boolean): PlannedResource => {
      const fields = {
        ...roleFields("ops", {
          Version: "2012-10-17",
          Statement: [
            {
              Effect: "Allow",
              Action: "sts:AssumeRole",
              Principal: { AWS: principal },
            },
          ],
        }),
      };
      return {
        address: "aws_iam_role.ops",
        ...(!isNew && { before: fields }),
        after: fields,
      };
    };

    const { changes } = await review(
      [roleFor("arn:aws:iam::999900001111:root", true)],
      [roleFor(`arn:aws:iam::${account}:role/ci`, false)],
    );

    expect(changes).toMatchObject([
      { stacks: ["prod-us"], differsOn: ["prod-eu"] },
    ]);
  });

  it("accuse no stack that has the same access already", async () => {
    const already = stackOf("eu", ["s3:GetObject"]).map((resource) => ({
      ...resource,
      before: resource.after ?? {},
    }));

    const { changes } = await review(stackOf("us", ["s3:GetObject"]), already);

    expect(changes).toMatchObject([
      { stacks: ["prod-us"], differsOn: [], flags: [] },
    ]);
  });

  it("aren't folded where stacks are called like what differs", async () => {
    const role = roleFields("echo", irsaTrust());
    const allowing = (service: string): string =>
      planText([
        { address: "aws_iam_role.echo", before: role, after: role },
        {
          address: "aws_iam_role_policy.echo",
          after: {
            name: "p",
            role: "echo",
            policy: policyText([`${service}:TagResource`], ["arn:aws:x:::y"]),
          },
        },
      ]);

    const { changes } = await reviewPlans({
      plans: [
        readPlan("dynamodb", allowing("dynamodb")),
        readPlan("kms", allowing("kms")),
      ],
    });

    expect(changes.map(({ stacks, added }) => [stacks, added])).toMatchObject([
      [["dynamodb"], [{ action: "dynamodb:TagResource" }]],
      [["kms"], [{ action: "kms:TagResource" }]],
    ]);
  });

  it("come with the stacks that have no plan, and then the status is 4", async () => {
    const found = await reviewPlans({
      plans: [
        readPlan("prod-us", planText(stackOf("us", ["s3:GetObject"]))),
        {
          stack: "prod-eu",
          status: "missing",
          message: "no plan of it was found",
        },
      ],
    });

    expect(
      found.plans.map(({ stack, status }) => `${stack} ${status}`),
    ).toEqual(["prod-eu missing", "prod-us reviewed"]);
    expect(exitStatus(found)).toBe(4);
    expect(exitStatus(found, { allowUnknown: true })).toBe(0);
  });

  it("refuse two plans of one stack", async () => {
    const plan = readPlan("prod-us", planText([]));

    await expect(reviewPlans({ plans: [plan, plan] })).rejects.toThrow(
      'two plans of one stack: "prod-us"',
    );
  });
});

describe("the exit status", () => {
  const reviewOfPolicy = (actions: readonly string[]): Promise<Review> =>
    reviewPlans({
      plans: [
        readPlan(
          "prod-us",
          planText([
            ...stackOf("us", undefined),
            {
              address: "aws_iam_role_policy.x",
              after: {
                name: "x",
                role: "prod-us-echo",
                policy: policyText(actions, ["*"]),
              },
            },
          ]),
        ),
      ],
    });

  it.each([
    [["iam:PassRole"], "high", 3],
    [["iam:PassRole"], "medium", 3],
    [["iam:PassRole"], "never", 0],
    [["sqs:SendMessage"], "high", 0],
    [["sqs:SendMessage"], "medium", 3],
    [["sqs:ListQueues"], "medium", 0],
  ] as const)(
    "of %s with --fail-on %s is %i",
    async (actions, failOn, status) => {
      expect(exitStatus(await reviewOfPolicy(actions), { failOn })).toBe(
        status,
      );
    },
  );

  it("of nothing at all is 4", async () => {
    expect(exitStatus(await reviewPlans({ plans: [] }))).toBe(4);
  });

  it("is 3 where only what isn't known is allowed", async () => {
    const found = await reviewOfPolicy(["iam:PassRole"]);

    expect(
      exitStatus({
        ...found,
        notReviewable: [{ stack: "prod-us", message: "x" }],
      }),
    ).toBe(4);
    expect(
      exitStatus(
        { ...found, notReviewable: [{ stack: "prod-us", message: "x" }] },
        { allowUnknown: true },
      ),
    ).toBe(3);
  });
});
