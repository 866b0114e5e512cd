import { associated, found, podTrust, together } from "./support/flag-plans";
import {
  account,
  irsaTrust,
  policyText,
  reviewOf,
  roleFields,
  type PlannedResource,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

const label = `arn:aws:iam::${account}:role/echo`;
const boundary = `arn:aws:iam::${account}:policy/boundary`;
const narrow = policyText(["s3:GetObject"], ["*"]);

function policy(name: string, text = narrow): PlannedResource {
  return {
    address: `aws_iam_policy.${name}`,
    after: { name: "b", path: "/", policy: text },
    unknown: { arn: true },
  };
}

/** A role whose boundary becomes what is known after apply. */
function becoming(...references: readonly string[]): PlannedResource {
  return {
    address: "aws_iam_role.echo",
    before: roleFields("echo", irsaTrust(), { permissions_boundary: boundary }),
    after: roleFields("echo", irsaTrust(), { permissions_boundary: null }),
    unknown: { permissions_boundary: true },
    expressions: { permissions_boundary: { references } },
  };
}

async function said(
  ...resources: readonly PlannedResource[]
): Promise<readonly string[]> {
  return found(await reviewOf(resources), "boundary-removed").map((text) =>
    text.replaceAll(`${label} `, ""),
  );
}

describe("a boundary that isn't known yet", () => {
  it.each([
    [
      "something else's output",
      ["terraform_data.b.output", "terraform_data.b"],
    ],
    ["a local value", ["local.b"]],
    ["a policy's name", ["aws_iam_policy.b.name", "aws_iam_policy.b"]],
    ["a policy's attribute that doesn't show", ["aws_iam_policy.b"]],
    [
      "a policy's ARN or something else",
      ["aws_iam_policy.b.arn", "aws_iam_policy.b", "local.b"],
    ],
  ])("may be none where it is %s", async (_, references) => {
    expect(await said(becoming(...references), policy("b"))).toEqual([
      expect.stringMatching(
        /^high: may lose its permissions boundary .*: \$\{.*\} isn't known to be one$/,
      ),
    ]);
  });

  it("is another one where it is a policy's ARN", async () => {
    expect(
      await said(
        becoming("aws_iam_policy.b.arn", "aws_iam_policy.b"),
        policy("b"),
      ),
    ).toEqual([
      `medium: gets another permissions boundary: ${boundary} becomes \${aws_iam_policy.b.arn}`,
    ]);
  });

  it("is high where one of the policies that it may be allows everything", async () => {
    expect(
      await said(
        becoming("aws_iam_policy.b.arn", "aws_iam_policy.c.arn"),
        policy("b"),
        policy("c", policyText(["*"], ["*"])),
      ),
    ).toEqual([expect.stringMatching(/^high: gets another/)]);
  });
});

describe("a boundary that is sensitive", () => {
  function sensitive(
    before: Fields,
    after: Fields,
    marks: Readonly<{ before?: Fields; after?: Fields }> = {},
  ): Fields {
    return {
      resource_changes: [
        {
          address: "aws_iam_role.echo",
          mode: "managed",
          type: "aws_iam_role",
          name: "echo",
          change: {
            actions: [before === after ? "no-op" : "update"],
            before,
            after,
            after_unknown: {},
            before_sensitive: marks.before ?? {},
            after_sensitive: marks.after ?? {},
          },
        },
      ],
    };
  }
  const isSensitive = { permissions_boundary: true };
  const having = (permissions_boundary: string): Fields =>
    roleFields("echo", irsaTrust(), { permissions_boundary });

  it.each<readonly [string, Fields]>([
    [
      "takes another one's place",
      sensitive(having(boundary), having(""), { after: isSensitive }),
    ],
    [
      "takes the place of a sensitive one",
      sensitive(having(boundary), having(""), {
        before: isSensitive,
        after: isSensitive,
      }),
    ],
  ])("may be none where it %s", async (_, plan) => {
    expect(found(await reviewOf([], plan), "boundary-removed")).toEqual([
      expect.stringMatching(
        /^high: .* may lose its permissions boundary .* isn't known to be one$/,
      ),
    ]);
  });

  it("stays where the role doesn't change", async () => {
    const role = having(boundary);
    const review = await reviewOf(
      [],
      sensitive(role, role, { before: isSensitive, after: isSensitive }),
    );

    expect(review.changes).toEqual([]);
  });
});

describe("the text of a boundary that changes", () => {
  const address = "aws_iam_policy.boundary";
  const start = `the policy ${boundary} is the permissions boundary of`;
  const other = policyText(["dynamodb:GetItem"], ["*"]);
  const all = policyText(["*"], ["*"]);
  const unread = "{";
  const deny = (actions: readonly string[]): string =>
    policyText(actions, ["*"], { Effect: "Deny" });
  const both = (...texts: readonly string[]): string =>
    JSON.stringify(together(...texts.map((text): unknown => JSON.parse(text))));

  function holder(
    name: string,
    trust: unknown = irsaTrust(`system:serviceaccount:${name}:sa`),
    permissions_boundary: string | null = boundary,
  ): PlannedResource {
    const fields = roleFields(name, trust, { permissions_boundary });
    return {
      address: `aws_iam_role.${name}`,
      before: fields,
      after: fields,
    };
  }

  function changing(before: string, after: string): PlannedResource {
    const fields = { name: "boundary", path: "/", arn: boundary };
    return {
      address,
      before: { ...fields, policy: before },
      after: { ...fields, policy: after },
    };
  }

  const flags = async (
    ...resources: readonly PlannedResource[]
  ): Promise<readonly string[]> =>
    found(await reviewOf(resources), "boundary-changes");

  it.each([
    ["more", narrow, both(narrow, other), "medium", "allows more"],
    ["less", both(narrow, other), narrow, "low", "allows less"],
    ["other things", narrow, other, "medium", "allows other things"],
    ["everything", narrow, all, "high", "allows more"],
    [
      "everything as before",
      all,
      both(all, deny(["s3:*"])),
      "low",
      "allows less",
    ],
    [
      "what it denied",
      both(narrow, deny(["s3:GetObject"])),
      narrow,
      "medium",
      "allows more",
    ],
    [
      "what can't be read",
      narrow,
      unread,
      "medium",
      "can't be compared with what it was",
    ],
    [
      "what can be read again",
      unread,
      narrow,
      "medium",
      "can't be compared with what it was",
    ],
  ])("allows %s", async (_, before, after, severity, says) => {
    expect(await flags(holder("a"), changing(before, after))).toEqual([
      `${severity}: ${start} a/sa, and ${says}`,
    ]);
  });

  it("names some of a thousand service accounts", async () => {
    const names = [...Array(1_000).keys()].map((index) => `n${index}`);

    expect(
      await flags(
        ...names.map((name) => holder(name)),
        changing(narrow, other),
      ),
    ).toEqual([
      expect.stringMatching(
        /^medium: .* of n0\/sa, n1\/sa, (?:n\d+\/sa(?:, | )){6}and 992 more, and allows other things$/,
      ),
    ]);
  });

  it("names service accounts of associations, and a role that none has", async () => {
    const [role, association] = associated(podTrust(), undefined, {
      cluster_name: "c",
      namespace: "echo",
      service_account: "aws-sa",
      role_arn: label,
    });
    const [bounded, unused] = [
      holder("echo", podTrust()),
      holder("unused", podTrust()),
    ];

    expect(role?.address).toBe(bounded.address);
    expect(
      await flags(
        bounded,
        unused,
        { ...association, before: association?.after } as PlannedResource,
        changing(narrow, other),
      ),
    ).toEqual([
      `medium: ${start} arn:aws:iam::${account}:role/unused, echo/aws-sa, and allows other things`,
    ]);
  });

  it("is of no one else", async () => {
    expect(
      await flags(holder("a", undefined, null), changing(narrow, other)),
    ).toEqual([]);
    expect(await flags(holder("a"), changing(narrow, narrow))).toEqual([]);
  });

  it("is in the policy's row, also where the policy is on a role too and allows less", async () => {
    const attachment = { role: "b", policy_arn: boundary };
    const { changes, flags: others } = await reviewOf([
      holder("a"),
      holder("b", undefined, null),
      {
        address: "aws_iam_role_policy_attachment.b",
        before: attachment,
        after: attachment,
      },
      changing(both(narrow, other), narrow),
    ]);

    expect(others).toEqual([]);
    expect(
      changes
        .filter((change) =>
          change.flags.some((flag) => flag.id === "boundary-changes"),
        )
        .map(({ after }) => [after?.kind, after?.role]),
    ).toEqual([["policy", boundary]]);
  });
});
