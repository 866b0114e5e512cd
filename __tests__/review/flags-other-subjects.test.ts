import { found, granting, trusting } from "./support/flag-plans";
import { account, host, irsaTrust, policyText, reviewOf } from "./support/plan";

const label = `arn:aws:iam::${account}:role/echo`;

describe("trust-wildcard-subject", () => {
  it.each([
    ["repo:acme/app:*", "medium", "lets every subject in that is like"],
    ["repo:acme/*", "medium", "lets every subject in that is like"],
    ["organization:acme:*", "medium", "lets every subject in that is like"],
    ["repo:*", "high", "lets subjects in that no owner is named of:"],
    ["repo:acme*", "high", "lets subjects in that no owner is named of:"],
    ["repo:*/app:*", "high", "lets subjects in that no owner is named of:"],
    ["user|*", "high", "lets subjects in that no owner is named of:"],
    ["s*", "high", "lets service accounts of several namespaces in:"],
    ["*:echo:*", "high", "lets service accounts of several namespaces in:"],
  ])("says of %s that it is %s", async (pattern, severity, says) => {
    const review = await reviewOf(
      trusting(
        irsaTrust("", {
          StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
          StringLike: { [`${host}:sub`]: pattern },
        }),
      ),
    );

    expect(found(review, "trust-wildcard-subject")).toEqual([
      `${severity}: ${label} ${says} ${pattern}`,
    ]);
  });
});

describe("an escaped wildcard", () => {
  it.each<readonly [string, readonly string[], boolean]>([
    ["system:serviceaccount:${*}:${*}", [], true],
    ["system:serviceaccount:echo:aws-${?}", [], true],
    ["system:serviceaccount:${*}:*", [], true],
    ["repo:acme/${*}:main", [], false],
    [
      "repo:acme/${*}:*",
      [`medium: ${label} lets every subject in that is like repo:acme/\${*}:*`],
      false,
    ],
  ])("stands for itself in %s", async (pattern, wildcards, never) => {
    const review = await reviewOf(
      trusting(
        irsaTrust("", {
          StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" },
          StringLike: { [`${host}:sub`]: pattern },
        }),
      ),
    );

    expect(found(review, "trust-wildcard-subject")).toEqual(wildcards);
    expect(found(review, "trust-wildcard-never-matches")).toEqual(
      never
        ? [
            `medium: ${label} compares ${host}:sub by StringLike with a wildcard: ${pattern}`,
          ]
        : [],
    );
  });
});

describe("a subject that isn't known yet behind a text", () => {
  const unknown = "${terraform_data.t.output}";
  const name = "${aws_iam_role.x.name}";

  it.each<readonly [string, string, string, readonly string[]]>([
    [
      "StringLike",
      "may let service accounts of several namespaces in:",
      `system:serviceaccount:${unknown}`,
      [
        `high: ${label} may let every token of ${host} in: no condition that can be judged names a subject`,
      ],
    ],
    [
      "StringLike",
      "may let service accounts of several namespaces in:",
      `sys${unknown}:aws-sa`,
      [],
    ],
    [
      "StringLike",
      "may let every service account in whose subject is like",
      `system:serviceaccount:echo:${unknown}`,
      [],
    ],
    [
      "StringLike",
      "lets every service account in whose subject is like",
      `system:serviceaccount:echo:*${unknown}`,
      [],
    ],
    [
      "StringLike",
      "lets every service account in whose subject is like",
      `system:serviceaccount:${name}:*`,
      [],
    ],
    ["StringLike", "", `system:serviceaccount:echo:${name}`, []],
    ["StringEquals", "", `system:serviceaccount:${unknown}`, []],
  ])("%s %s %s", async (operator, says, pattern, anyone) => {
    const audience = { [`${host}:aud`]: "sts.amazonaws.com" };
    const review = await reviewOf(
      trusting(
        irsaTrust("", {
          "ForAnyValue:StringEquals": audience,
          [operator]: { [`${host}:sub`]: pattern },
        }),
      ),
    );

    expect(
      found(review, "trust-wildcard-subject").map((text) =>
        text.replace(/^\w+: /, ""),
      ),
    ).toEqual(says === "" ? [] : [`${label} ${says} ${pattern}`]);
    expect(found(review, "trust-any-subject")).toEqual(anyone);
  });
});

describe("full-access", () => {
  const but = (resource: string): string =>
    policyText([], [resource], { Action: undefined, NotAction: "s3:Get*" });

  it.each([
    ["medium", but("arn:aws:sqs:us-east-1:1:other")],
    ["high", but("*")],
    ["high", but(label)],
    ["high", policyText(["*"], ["arn:aws:sqs:us-east-1:1:other"])],
  ])("is %s of %s", async (severity, policy) => {
    const flags = found(await reviewOf(granting(policy)), "full-access");

    expect(flags.map((text) => text.split(":")[0])).toEqual([severity]);
  });
});
