import {
  type AssumeRoleRequest,
  evaluateTrust,
} from "../../modules/trust-policy/evaluator/evaluate";
import {
  mayAssumeWithPodIdentity,
  type PodIdentity,
} from "../../modules/trust-policy/evaluator/may-assume-with-pod-identity";
import {
  mayAssumeWithWebIdentity,
  type WebIdentity,
} from "../../modules/trust-policy/evaluator/may-assume-with-web-identity";

const host =
  "oidc.eks.us-east-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF";
const otherHost =
  "oidc.eks.us-east-1.amazonaws.com/id/FEDCBA9876543210FEDCBA9876543210";
const providerArn = `arn:aws:iam::111122223333:oidc-provider/${host}`;
const clusterArn = "arn:aws:eks:us-east-1:111122223333:cluster/prod-us";
const role = "arn:aws:iam::111122223333:role/reader";
const subject = "system:serviceaccount:echo:aws-sa";

type Json = Readonly<Record<string, unknown>>;

const document = (...statements: readonly unknown[]) => ({
  Version: "2012-10-17",
  Statement: statements,
});
const irsaStatement = (override: Json = {}) => ({
  Effect: "Allow",
  Principal: { Federated: providerArn },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: {
    StringEquals: {
      [`${host}:aud`]: "sts.amazonaws.com",
      [`${host}:sub`]: subject,
    },
  },
  ...override,
});
const podStatement = (override: Json = {}) => ({
  Effect: "Allow",
  Principal: { Service: "pods.eks.amazonaws.com" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
  Condition: {
    StringEquals: {
      "aws:RequestTag/eks-cluster-arn": clusterArn,
      "aws:RequestTag/kubernetes-namespace": "echo",
      "aws:RequestTag/kubernetes-service-account": "aws-sa",
    },
  },
  ...override,
});
const without = (element: string, statement: Json): Json =>
  Object.fromEntries(
    Object.entries(statement).filter(([name]) => name !== element),
  );
const token = (override: Partial<WebIdentity> = {}): WebIdentity => ({
  providerArn,
  issuerHost: host,
  subject,
  audience: "sts.amazonaws.com",
  ...override,
});
const pod = (override: Partial<PodIdentity> = {}): PodIdentity => ({
  clusterArn,
  namespace: "echo",
  serviceAccount: "aws-sa",
  sessionTags: true,
  ...override,
});

/** What a trust policy with one condition says to a role, given a context; all other keys are absent. */
const judge = (
  condition: unknown,
  context: AssumeRoleRequest["context"],
  version: unknown = "2012-10-17",
) =>
  evaluateTrust(
    {
      Version: version,
      Statement: {
        Effect: "Allow",
        Principal: { AWS: role },
        Action: "sts:AssumeRole",
        Condition: condition,
      },
    },
    {
      action: "sts:AssumeRole",
      principal: { kind: "AWS", value: role },
      context,
      absentKeys: () => true,
    },
  );

describe("a service account's token (IRSA)", () => {
  const trust = document(irsaStatement());

  test("assumes the role that trusts its subject and audience", () => {
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("allowed");
  });

  test.each<[string, Partial<WebIdentity>]>([
    ["another name", { subject: "system:serviceaccount:echo:aws-sa-2" }],
    ["another namespace", { subject: "system:serviceaccount:prod:aws-sa" }],
    ["another case", { subject: "system:serviceaccount:echo:AWS-SA" }],
    ["another audience", { audience: "sigstore" }],
    [
      "another cluster",
      {
        issuerHost: otherHost,
        providerArn: `arn:aws:iam::111122223333:oidc-provider/${otherHost}`,
      },
    ],
    [
      "the same issuer in another account",
      { providerArn: `arn:aws:iam::444455556666:oidc-provider/${host}` },
    ],
  ])("is denied from %s", (_, override) => {
    expect(mayAssumeWithWebIdentity(trust, token(override))).toBe("denied");
  });

  test("of any namespace gets in where the trust forgets the subject", () => {
    // GIVEN
    const forgetful = document(
      irsaStatement({
        Condition: { StringEquals: { [`${host}:aud`]: "sts.amazonaws.com" } },
      }),
    );
    // THEN
    expect(
      mayAssumeWithWebIdentity(
        forgetful,
        token({ subject: "system:serviceaccount:x:y" }),
      ),
    ).toBe("allowed");
  });

  test("of any audience gets in where the trust forgets the audience", () => {
    const forgetful = document(
      irsaStatement({
        Condition: { StringEquals: { [`${host}:sub`]: subject } },
      }),
    );
    expect(
      mayAssumeWithWebIdentity(forgetful, token({ audience: "sigstore" })),
    ).toBe("allowed");
  });

  test("never matches a wildcard under StringEquals", () => {
    const wildcard = { [`${host}:sub`]: "system:serviceaccount:echo:*" };
    const equals = document(
      irsaStatement({ Condition: { StringEquals: wildcard } }),
    );
    const like = document(
      irsaStatement({ Condition: { StringLike: wildcard } }),
    );
    expect(mayAssumeWithWebIdentity(equals, token())).toBe("denied");
    expect(mayAssumeWithWebIdentity(like, token())).toBe("allowed");
  });

  test("never has the claims of another issuer", () => {
    const foreign = document(
      irsaStatement({
        Condition: { StringEquals: { [`${otherHost}:sub`]: subject } },
      }),
    );
    expect(mayAssumeWithWebIdentity(foreign, token())).toBe("denied");
  });

  test("gets in where another issuer's claim must match only if it exists", () => {
    const foreign = document(
      irsaStatement({
        Condition: { StringEqualsIfExists: { [`${otherHost}:sub`]: "nobody" } },
      }),
    );
    expect(mayAssumeWithWebIdentity(foreign, token())).toBe("allowed");
  });

  test("never matches a condition key that is the provider's whole ARN", () => {
    const wrongKey = document(
      irsaStatement({
        Condition: { StringEquals: { [`${providerArn}:sub`]: subject } },
      }),
    );
    expect(mayAssumeWithWebIdentity(wrongKey, token())).toBe("denied");
  });

  test("matches condition keys whatever their case", () => {
    const lower = document(
      irsaStatement({
        Condition: {
          StringEquals: { [`${host}:sub`.toLowerCase()]: subject },
        },
      }),
    );
    expect(mayAssumeWithWebIdentity(lower, token())).toBe("allowed");
  });

  test.each(["aws:SourceIp", `${host}:amr`, "sts:RoleSessionName"])(
    "is undecidable under %s, which isn't known here",
    (key) => {
      const trust = document(
        irsaStatement({ Condition: { StringLike: { [key]: "*" } } }),
      );
      expect(mayAssumeWithWebIdentity(trust, token())).toBe("undecidable");
    },
  );

  test("doesn't use a statement for EKS Pod Identity", () => {
    expect(mayAssumeWithWebIdentity(document(podStatement()), token())).toBe(
      "denied",
    );
  });
});

describe("a pod with an association (EKS Pod Identity)", () => {
  const trust = document(podStatement());

  test("assumes the role that trusts its session tags", () => {
    expect(mayAssumeWithPodIdentity(trust, pod())).toBe("allowed");
  });

  test.each<[string, Partial<PodIdentity>]>([
    ["another service account", { serviceAccount: "aws-sa-2" }],
    ["another namespace", { namespace: "reports" }],
    [
      "a cluster of the same name in another region",
      { clusterArn: "arn:aws:eks:eu-west-1:111122223333:cluster/prod-us" },
    ],
    ["an association without session tags", { sessionTags: false }],
  ])("is denied from %s", (_, override) => {
    expect(mayAssumeWithPodIdentity(trust, pod(override))).toBe("denied");
  });

  test.each<[string, "denied" | "undecidable", Partial<PodIdentity>]>([
    ["another service account", "denied", { serviceAccount: "aws-sa-2" }],
    ["another namespace", "denied", { namespace: "reports" }],
    ["an association without session tags", "denied", { sessionTags: false }],
    ["the service account that it names", "undecidable", {}],
  ])(
    "of a cluster that isn't known, from %s, is %s",
    (_, decision, override) => {
      const one = pod({ ...override, clusterArn: undefined });
      expect(mayAssumeWithPodIdentity(trust, one)).toBe(decision);
    },
  );

  test("of a cluster that isn't known is allowed where no condition asks for it", () => {
    const one = pod({ clusterArn: undefined });
    const anyCluster = document(
      podStatement({
        Condition: {
          StringEquals: { "aws:RequestTag/kubernetes-namespace": "echo" },
        },
      }),
    );
    expect(mayAssumeWithPodIdentity(anyCluster, one)).toBe("allowed");
    for (const key of [
      "aws:SourceArn",
      "aws:SourceAccount",
      "aws:RequestTag/eks-cluster-arn",
      "aws:RequestTag/eks-cluster-name",
    ])
      expect(
        mayAssumeWithPodIdentity(
          document(podStatement({ Condition: { Null: { [key]: "true" } } })),
          one,
        ),
      ).toBe("undecidable");
  });

  test.each([true, false])(
    "is denied where TagSession isn't trusted (session tags: %s)",
    (sessionTags) => {
      const half = document(
        podStatement({ Action: "sts:AssumeRole", Condition: {} }),
      );
      expect(mayAssumeWithPodIdentity(half, pod({ sessionTags }))).toBe(
        "denied",
      );
    },
  );

  test("may be trusted with the two actions in two statements", () => {
    const split = document(
      podStatement({ Action: "sts:AssumeRole" }),
      podStatement({ Action: "sts:TagSession" }),
    );
    expect(mayAssumeWithPodIdentity(split, pod())).toBe("allowed");
  });

  test("without session tags is known by source cluster and account alone", () => {
    // GIVEN
    const source = document(
      podStatement({
        Condition: {
          StringEquals: { "aws:SourceAccount": "111122223333" },
          ArnEquals: { "aws:SourceArn": clusterArn },
        },
      }),
    );
    // THEN
    const untagged = pod({ sessionTags: false, namespace: "anything" });
    expect(mayAssumeWithPodIdentity(source, untagged)).toBe("allowed");
    expect(
      mayAssumeWithPodIdentity(source, {
        ...untagged,
        clusterArn: "arn:aws:eks:us-east-1:111122223333:cluster/prod-us-2",
      }),
    ).toBe("denied");
  });

  test("is denied by the ARN of associations as the source", () => {
    const wrongSource = document(
      podStatement({
        Condition: {
          ArnLike: {
            "aws:SourceArn":
              "arn:aws:eks:us-east-1:111122223333:podidentityassociation/prod-us/*",
          },
        },
      }),
    );
    expect(mayAssumeWithPodIdentity(wrongSource, pod())).toBe("denied");
  });

  test.each(["kubernetes-pod-name", "kubernetes-pod-uid"])(
    "is undecidable under %s, which each pod has its own of",
    (tag) => {
      const trust = document(
        podStatement({
          Condition: { StringLike: { [`aws:RequestTag/${tag}`]: "echo-*" } },
        }),
      );
      expect(mayAssumeWithPodIdentity(trust, pod())).toBe("undecidable");
      expect(mayAssumeWithPodIdentity(trust, pod({ sessionTags: false }))).toBe(
        "denied",
      );
    },
  );

  test("never has tags of its own making", () => {
    const custom = document(
      podStatement({
        Condition: { StringEquals: { "aws:RequestTag/team": "platform" } },
      }),
    );
    expect(mayAssumeWithPodIdentity(custom, pod())).toBe("denied");
  });

  test("never has the claims of a token", () => {
    const claim = document(
      podStatement({
        Condition: { StringEquals: { [`${host}:sub`]: subject } },
      }),
    );
    expect(mayAssumeWithPodIdentity(claim, pod())).toBe("denied");
  });

  test("brings exactly six tags", () => {
    const sixTags = (names: readonly string[]) =>
      document(
        podStatement({
          Condition: {
            "ForAllValues:StringEquals": { "aws:TagKeys": names },
            Null: { "aws:TagKeys": "false" },
          },
        }),
      );
    const names = [
      "eks-cluster-arn",
      "eks-cluster-name",
      "kubernetes-namespace",
      "kubernetes-service-account",
      "kubernetes-pod-name",
      "kubernetes-pod-uid",
    ];
    expect(mayAssumeWithPodIdentity(sixTags(names), pod())).toBe("allowed");
    for (const missing of names)
      expect(
        mayAssumeWithPodIdentity(
          sixTags(names.filter((name) => name !== missing)),
          pod(),
        ),
      ).toBe("denied");
    expect(
      mayAssumeWithPodIdentity(
        document(
          podStatement({
            Condition: {
              "ForAnyValue:StringEquals": { "aws:TagKeys": names.slice(-2) },
            },
          }),
        ),
        pod(),
      ),
    ).toBe("allowed");
  });

  test("is undecidable under an organization, which isn't known here", () => {
    const organization = document(
      podStatement({
        Condition: { StringEquals: { "aws:SourceOrgId": "o-example" } },
      }),
    );
    expect(mayAssumeWithPodIdentity(organization, pod())).toBe("undecidable");
  });

  test.each([
    "prod-us",
    "arn:aws:eks:us-east-1:111122223333:nodegroup/prod-us/a/b",
    "arn:aws:s3:::cluster/prod-us",
  ])("throws on a cluster ARN that is none: %s", (notCluster) => {
    expect(() =>
      mayAssumeWithPodIdentity(trust, pod({ clusterArn: notCluster })),
    ).toThrow(
      `not an EKS cluster's ARN: ${JSON.stringify(notCluster)}; write it as in arn:aws:eks:us-east-1:111122223333:cluster/prod-us`,
    );
  });
});

describe("statements", () => {
  const deny = (override: Json) =>
    document(irsaStatement(), irsaStatement({ Effect: "Deny", ...override }));

  test("deny by default", () => {
    expect(mayAssumeWithWebIdentity(document(), token())).toBe("denied");
  });

  test("that deny win over those that allow, in either order", () => {
    const both = [irsaStatement(), irsaStatement({ Effect: "Deny" })];
    expect(mayAssumeWithWebIdentity(document(...both), token())).toBe("denied");
    expect(mayAssumeWithWebIdentity(document(...both.reverse()), token())).toBe(
      "denied",
    );
  });

  test("that deny someone else change nothing", () => {
    const trust = deny({
      Condition: { StringEquals: { [`${host}:aud`]: "other" } },
    });
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("allowed");
  });

  test("that may deny make an allowed request undecidable", () => {
    const trust = deny({
      Condition: { Bool: { "aws:SecureTransport": false } },
    });
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("undecidable");
  });

  test("of unknown effect may deny what another one allows", () => {
    const trust = document(irsaStatement(), irsaStatement({ Effect: "deny" }));
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("undecidable");
  });

  test("that may deny leave a request denied that nothing allows", () => {
    const trust = document(
      irsaStatement({ Effect: "Deny", Condition: { Nonsense: {} } }),
    );
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("denied");
  });

  test("that certainly deny win over those that may", () => {
    const trust = document(
      irsaStatement({ Effect: "Deny" }),
      irsaStatement({ Effect: "Deny", NotPrincipal: "*" }),
    );
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("denied");
  });

  test("that may allow don't change what another one certainly allows", () => {
    const trust = document(
      irsaStatement({ Condition: { Nonsense: {} } }),
      irsaStatement(),
    );
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("allowed");
  });

  test("may be a single object", () => {
    expect(
      mayAssumeWithWebIdentity({ Statement: irsaStatement() }, token()),
    ).toBe("allowed");
  });

  test.each<[string, unknown]>([
    ["a wildcard", "sts:AssumeRoleWith*"],
    ["question marks", "sts:AssumeRoleWith???Identity"],
    ["another case", "STS:assumerolewithwebidentity"],
    ["every action", "*"],
    ["one of a list", ["sts:TagSession", "sts:AssumeRoleWithWebIdentity"]],
  ])("name an action by %s", (_, Action) => {
    expect(
      mayAssumeWithWebIdentity(document(irsaStatement({ Action })), token()),
    ).toBe("allowed");
  });

  test.each<[string, unknown, string]>([
    ["allow what NotAction leaves out", "iam:PassRole", "allowed"],
    ["don't allow what NotAction names", ["sts:*"], "denied"],
  ])("%s", (_, NotAction, decision) => {
    expect(
      mayAssumeWithWebIdentity(
        document(without("Action", irsaStatement({ NotAction }))),
        token(),
      ),
    ).toBe(decision);
  });
});

describe("what the evaluator doesn't model is undecidable, never allowed", () => {
  test.each<[string, unknown]>([
    ["no document", undefined],
    ["a document as text", JSON.stringify(document(irsaStatement()))],
    ["a list", [irsaStatement()]],
    ["no statement", { Version: "2012-10-17" }],
    ["an unknown version", { ...document(irsaStatement()), Version: "2020" }],
    ["an unknown element", { ...document(irsaStatement()), Statements: [] }],
  ])("document: %s", (_, trust) => {
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("undecidable");
  });

  test.each<[string, unknown]>([
    ["not an object", "Allow"],
    ["null", null],
    ["no effect", irsaStatement({ Effect: undefined })],
    ["an effect in another case", irsaStatement({ Effect: "allow" })],
    ["a resource", irsaStatement({ Resource: "*" })],
    ["NotPrincipal", irsaStatement({ NotPrincipal: { AWS: "1" } })],
    ["Action and NotAction", irsaStatement({ NotAction: "iam:*" })],
    ["an action without service", irsaStatement({ Action: "AssumeRole*" })],
    ["an action that is no text", irsaStatement({ Action: [1] })],
    [
      "an action that isn't known yet",
      irsaStatement({ Action: '${tolist(["sts:AssumeRole"])}' }),
    ],
    ["no actions", irsaStatement({ Action: [] })],
    ["a principal that is text", irsaStatement({ Principal: providerArn })],
    ["an empty principal", irsaStatement({ Principal: {} })],
    ["a principal that is a number", irsaStatement({ Principal: { AWS: 1 } })],
    ["a principal of unknown kind", irsaStatement({ Principal: { Any: "*" } })],
    [
      "a wildcard in a provider",
      irsaStatement({ Principal: { Federated: "arn:aws:iam::*" } }),
    ],
    ["a condition that is null", irsaStatement({ Condition: null })],
  ])("statement: %s", (_, statement) => {
    expect(mayAssumeWithWebIdentity(document(statement), token())).toBe(
      "undecidable",
    );
  });

  test("statement: no principal", () => {
    expect(
      mayAssumeWithWebIdentity(
        document(without("Principal", irsaStatement())),
        token(),
      ),
    ).toBe("undecidable");
  });

  test.each<[string, unknown]>([
    ["an unknown operator", { StringEqual: { k: "echo" } }],
    ["an operator in another case", { stringEquals: { k: "echo" } }],
    ["a numeric operator", { NumericEquals: { k: "1" } }],
    ["a date operator", { DateLessThan: { k: "2030-01-01T00:00:00Z" } }],
    ["an address operator", { IpAddress: { k: "10.0.0.0/8" } }],
    ["Null with IfExists", { NullIfExists: { k: "false" } }],
    ["Null with a set operator", { "ForAnyValue:Null": { k: "false" } }],
    [
      "an unknown set operator",
      { "ForSomeValues:StringEquals": { k: "echo" } },
    ],
    ["no keys", { StringEquals: {} }],
    ["keys that are no object", { StringEquals: "echo" }],
    ["no values", { StringEquals: { k: [] } }],
    ["a number", { StringEquals: { k: 1 } }],
    ["null", { StringEquals: { k: null } }],
    ["Null that is neither true nor false", { Null: { k: "maybe" } }],
    ["Bool on a key that is no boolean", { Bool: { k: "true" } }],
    ["a pattern that is no ARN", { ArnLike: { k: "*" } }],
    ["ARNs compared with a value that is none", { ArnLike: { k: clusterArn } }],
  ])("condition: %s", (_, condition) => {
    expect(judge(condition, { k: "echo" })).toBe("undecidable");
  });

  test("but a condition that certainly fails settles the statement", () => {
    expect(
      judge(
        { StringEqual: { k: "echo" }, StringEquals: { k: "other" } },
        { k: "echo" },
      ),
    ).toBe("denied");
  });

  test.each<[string, string | readonly string[]]>([
    ["an empty value", ""],
    ["an empty list", []],
    ["a list with an empty value", ["a", ""]],
  ])("condition: a key with %s", (_, value) => {
    expect(judge({ Null: { k: "false" } }, { k: value })).toBe("undecidable");
    expect(
      judge({ "ForAllValues:StringEquals": { k: "a" } }, { k: value }),
    ).toBe("undecidable");
  });

  test.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "%s is a name like any other",
    (name) => {
      const named = (value: unknown) =>
        JSON.parse(
          `{${JSON.stringify(name)}: ${JSON.stringify(value)}}`,
        ) as Json;
      // As an operator
      expect(judge(named({ k: "echo" }), { k: "echo" })).toBe("undecidable");
      // As an absent key
      expect(judge({ StringEquals: named("echo") }, {})).toBe("denied");
      expect(judge({ StringEqualsIfExists: named("echo") }, {})).toBe(
        "allowed",
      );
      // As a variable
      expect(
        judge({ StringEquals: { k: `\${${name}}` } }, { k: "undefined" }),
      ).toBe("denied");
      // As an element, and as a kind of principal
      expect(
        mayAssumeWithWebIdentity(
          document({ ...irsaStatement(), ...named(1) }),
          token(),
        ),
      ).toBe("undecidable");
      expect(
        mayAssumeWithWebIdentity(
          document(irsaStatement({ Principal: named(providerArn) })),
          token(),
        ),
      ).toBe("undecidable");
    },
  );
});

describe("operators", () => {
  const absent = {};
  const arn = "arn:aws:sns:us-east-1:111122223333:topic:sub";

  test.each<[string, unknown, AssumeRoleRequest["context"], boolean]>([
    // operator, condition, context, holds
    ["StringEquals", { k: ["a", "b"] }, { k: "b" }, true],
    ["StringEquals", { k: "b" }, { k: "B" }, false],
    ["StringEquals", { k: "*" }, { k: "b" }, false],
    ["StringEquals", { k: "*" }, { k: "*" }, true],
    ["StringEquals", { K: "b" }, { k: "b" }, true],
    ["StringEquals", { k: "b" }, absent, false],
    ["StringEqualsIfExists", { k: "b" }, absent, true],
    ["StringEqualsIfExists", { k: "b" }, { k: "a" }, false],
    ["StringEquals", { k: "b", l: "c" }, { k: "b", l: "x" }, false],
    ["StringEquals", { k: true }, { k: "true" }, true],
    ["StringNotEquals", { k: ["a", "b"] }, { k: "b" }, false],
    ["StringNotEquals", { k: ["a", "b"] }, { k: "c" }, true],
    ["StringNotEquals", { k: "b" }, absent, true],
    ["StringNotEqualsIfExists", { k: "b" }, absent, true],
    ["StringEqualsIgnoreCase", { k: "ECHO" }, { k: "echo" }, true],
    ["StringNotEqualsIgnoreCase", { k: "ECHO" }, { k: "echo" }, false],
    ["StringLike", { k: "e*o" }, { k: "echo" }, true],
    ["StringLike", { k: "ec?o" }, { k: "eco" }, false],
    ["StringLike", { k: "E*" }, { k: "echo" }, false],
    ["StringNotLike", { k: ["x*", "e*"] }, { k: "echo" }, false],
    ["StringNotLike", { k: "x*" }, { k: "echo" }, true],
    ["ArnEquals", { k: "arn:aws:sns:*:*:topic:*" }, { k: arn }, true],
    ["ArnLike", { k: "arn:aws:sns:*:topic:sub:x" }, { k: arn }, false],
    ["ArnLike", { k: "arn:aws:sns:*:topic:sub" }, { k: arn }, false],
    ["ArnNotEquals", { k: "arn:aws:sns:*:*:*" }, { k: arn }, false],
    ["ArnNotLike", { k: "arn:aws:sqs:*:*:*" }, { k: arn }, true],
    ["ArnLikeIfExists", { k: "arn:aws:sqs:*:*:*" }, absent, true],
    ["Bool", { k: "true" }, { k: "true" }, true],
    ["Bool", { k: true }, { k: "false" }, false],
    ["Bool", { k: "False" }, { k: "false" }, true],
    ["Null", { k: "true" }, absent, true],
    ["Null", { k: "true" }, { k: "a" }, false],
    ["Null", { k: "false" }, absent, false],
    ["Null", { k: false }, { k: "a" }, true],
    ["ForAllValues:StringEquals", { k: ["a", "b"] }, { k: ["a"] }, true],
    ["ForAllValues:StringEquals", { k: ["a", "b"] }, { k: ["a", "c"] }, false],
    ["ForAllValues:StringEquals", { k: "a" }, absent, true],
    ["ForAllValues:StringEquals", { k: "a" }, { k: "a" }, true],
    ["ForAllValues:StringNotEquals", { k: "a" }, { k: ["a", "b"] }, false],
    ["ForAnyValue:StringEquals", { k: "a" }, { k: ["a", "c"] }, true],
    ["ForAnyValue:StringEquals", { k: "a" }, { k: ["b", "c"] }, false],
    ["ForAnyValue:StringEquals", { k: "a" }, absent, false],
    ["ForAnyValue:StringNotEquals", { k: "a" }, { k: ["a", "b"] }, true],
    ["ForAnyValue:StringNotEquals", { k: "a" }, absent, false],
    ["ForAnyValue:StringLikeIfExists", { k: "a*" }, { k: ["ab"] }, true],
  ])("%s %j on %j: %s", (operator, keys, context, holds) => {
    expect(judge({ [operator]: keys }, context)).toBe(
      holds ? "allowed" : "denied",
    );
  });

  test("without a set operator don't decide about several values", () => {
    expect(judge({ StringEquals: { k: "a" } }, { k: ["a"] })).toBe(
      "undecidable",
    );
  });

  test("don't decide on ForAnyValue with IfExists and a missing key", () => {
    expect(
      judge({ "ForAnyValue:StringEqualsIfExists": { k: "a" } }, absent),
    ).toBe("undecidable");
  });
});

describe("policy variables", () => {
  const context = { k: "echo", ns: "echo", list: ["echo"], star: "e*" };

  test.each<[string, unknown, string]>([
    ["a variable's value", { StringEquals: { k: "${ns}" } }, "allowed"],
    ["a part of the text", { StringLike: { k: "${NS}*" } }, "allowed"],
    ["one that has no value", { StringEquals: { k: "${gone}" } }, "denied"],
    [
      "one that has no value under a negated operator",
      { StringNotEquals: { k: "${gone}" } },
      "allowed",
    ],
    [
      "one that has no value beside text that matches",
      { StringEquals: { k: ["${gone}", "echo"] } },
      "allowed",
    ],
    ["a default", { StringEquals: { k: "${gone, 'echo'}" } }, "allowed"],
    ["a needless default", { StringEquals: { k: "${ns, 'x'}" } }, "allowed"],
    ["an escaped star", { StringLike: { k: "${*}" } }, "denied"],
    ["an escaped star", { StringLike: { star: "e${*}" } }, "allowed"],
    ["an escaped star", { StringEquals: { star: "e${*}" } }, "allowed"],
    ["an escaped question mark", { StringLike: { k: "ech${?}" } }, "denied"],
    ["an escaped dollar", { StringEquals: { k: "${$}" } }, "denied"],
    ["several values", { StringEquals: { k: "${list}" } }, "undecidable"],
    ["a value with a star", { StringLike: { k: "${star}" } }, "undecidable"],
    ["no end", { StringEquals: { k: "${ns" } }, "undecidable"],
    ["no name", { StringEquals: { k: "${}" } }, "undecidable"],
    ["a nested variable", { StringEquals: { k: "${${ns}}" } }, "undecidable"],
    ["a bare default", { StringEquals: { k: "${gone, x}" } }, "undecidable"],
  ])("%s: %j is %s", (_, condition, decision) => {
    expect(judge(condition, context)).toBe(decision);
  });

  test.each(["StringEquals", "StringNotEquals"])(
    "may have values that aren't known here (%s)",
    (operator) => {
      const trust = document(
        irsaStatement({
          Condition: {
            [operator]: { [`${host}:sub`]: "${aws:SourceIp, 'x'}" },
          },
        }),
      );
      expect(mayAssumeWithWebIdentity(trust, token())).toBe("undecidable");
    },
  );

  test("are text in the older version of the language", () => {
    const condition = { StringEquals: { k: "${ns}" } };
    expect(judge(condition, context, "2008-10-17")).toBe("denied");
    expect(judge(condition, { k: "${ns}" }, "2008-10-17")).toBe("allowed");
  });

  test("are text in a policy that doesn't say its version", () => {
    const trust = {
      Statement: irsaStatement({
        Condition: {
          StringEquals: { [`${host}:sub`]: `\${${host}:sub}` },
        },
      }),
    };
    expect(mayAssumeWithWebIdentity(trust, token())).toBe("denied");
    expect(
      mayAssumeWithWebIdentity({ ...trust, Version: "2012-10-17" }, token()),
    ).toBe("allowed");
  });
});

describe("principals", () => {
  const judgePrincipal = (
    Principal: unknown,
    principal: AssumeRoleRequest["principal"],
    Effect = "Allow",
  ) =>
    evaluateTrust(document({ Effect, Principal, Action: "sts:AssumeRole" }), {
      action: "sts:AssumeRole",
      principal,
      context: {},
    });
  const user = { kind: "AWS", value: role } as const;
  const service = { kind: "Service", value: "pods.eks.amazonaws.com" } as const;

  test.each<[string, unknown, string]>([
    ["its own ARN", { AWS: role }, "allowed"],
    ["another role's ARN", { AWS: `${role}-2` }, "denied"],
    [
      "the same name below a path",
      { AWS: role.replace("reader", "a/reader") },
      "denied",
    ],
    [
      "its account's root",
      { AWS: "arn:aws:iam::111122223333:root" },
      "allowed",
    ],
    ["its account's number", { AWS: ["111122223333"] }, "allowed"],
    ["another account", { AWS: "444455556666" }, "denied"],
    [
      "the same account of another partition",
      { AWS: "arn:aws-cn:iam::111122223333:root" },
      "denied",
    ],
    ["everyone", "*", "allowed"],
    ["all of AWS", { AWS: "*" }, "allowed"],
    ["a service", { Service: "pods.eks.amazonaws.com" }, "denied"],
    ["its ARN as a provider", { Federated: role }, "denied"],
    ["any service", { Service: "*" }, "denied"],
    ["a pattern", { AWS: "arn:aws:iam::111122223333:role/*" }, "undecidable"],
    ["a unique id", { AWS: "AROAEXAMPLEEXAMPLEXX" }, "undecidable"],
    [
      "a session",
      { AWS: "arn:aws:sts::111122223333:assumed-role/reader/x" },
      "undecidable",
    ],
    ["a canonical user", { CanonicalUser: "79a5" }, "undecidable"],
    [
      "one of several kinds",
      { Service: "ec2.amazonaws.com", AWS: role },
      "allowed",
    ],
  ])("an IAM role by %s", (_, principal, decision) => {
    expect(judgePrincipal(principal, user)).toBe(decision);
  });

  test.each<[string, unknown, string]>([
    ["its name", { Service: "pods.eks.amazonaws.com" }, "allowed"],
    [
      "one of a list",
      { Service: ["ec2.amazonaws.com", "pods.eks.amazonaws.com"] },
      "allowed",
    ],
    [
      "its name as a provider",
      { Federated: "pods.eks.amazonaws.com" },
      "denied",
    ],
    ["the account's root", { AWS: "arn:aws:iam::111122223333:root" }, "denied"],
    ["everyone", "*", "undecidable"],
    ["all of AWS", { AWS: ["*"] }, "undecidable"],
    ["any service", { Service: "*" }, "undecidable"],
  ])("a service by %s", (_, principal, decision) => {
    expect(judgePrincipal(principal, service)).toBe(decision);
  });

  test("a session's account can't be told from its role here", () => {
    const session = {
      kind: "AWS",
      value: "arn:aws:sts::111122223333:assumed-role/reader/x",
    } as const;
    expect(judgePrincipal({ AWS: role }, session)).toBe("undecidable");
  });

  test("an account that is denied denies its roles", () => {
    const trust = document(
      { Effect: "Allow", Principal: { AWS: role }, Action: "sts:AssumeRole" },
      { Effect: "Deny", Principal: { AWS: "111122223333" }, Action: "sts:*" },
    );
    expect(
      evaluateTrust(trust, {
        action: "sts:AssumeRole",
        principal: user,
        context: {},
      }),
    ).toBe("denied");
  });
});
