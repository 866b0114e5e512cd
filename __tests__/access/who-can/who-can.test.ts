import {
  whoCan,
  type AccessMap,
  type AccessStatement,
} from "../../../modules/access";
import { mapMaker } from "./one-workload";

const managed = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const object = "arn:aws:s3:::a/x";

let make: (
  statements: readonly AccessStatement[],
  managedPolicies?: readonly string[],
) => AccessMap;
beforeAll(async () => {
  make = await mapMaker();
});

function allow(
  action: string,
  resource: string,
  conditions?: AccessStatement["conditions"],
): AccessStatement {
  return {
    effect: "Allow",
    actions: [action],
    resources: [resource],
    ...(conditions && { conditions }),
  };
}
function deny(
  action: string,
  resource: string,
  conditions?: AccessStatement["conditions"],
): AccessStatement {
  return { ...allow(action, resource, conditions), effect: "Deny" };
}
const condition = { Bool: { "aws:SecureTransport": "true" } };

test.each<
  [
    string,
    "yes" | "perhaps" | "no",
    readonly AccessStatement[],
    readonly string[],
    string | undefined,
  ]
>([
  ["nothing", "no", [], [], object],
  ["an exact statement", "yes", [allow("s3:GetObject", object)], [], object],
  [
    "another case of action",
    "yes",
    [allow("S3:getobject", object)],
    [],
    object,
  ],
  ["wildcards", "yes", [allow("s3:Get*", "arn:aws:s3:::a/*")], [], object],
  ["everything", "yes", [allow("*", "*")], [], object],
  [
    "another case of resource",
    "no",
    [allow("s3:*", "arn:aws:s3:::A/x")],
    [],
    object,
  ],
  ["another action", "no", [allow("s3:PutObject", object)], [], object],
  ["a condition", "perhaps", [allow("s3:*", object, condition)], [], object],
  [
    "a variable",
    "perhaps",
    [allow("s3:*", "arn:aws:s3:::a/${aws:PrincipalTag/t}")],
    [],
    object,
  ],
  [
    "a variable elsewhere",
    "no",
    [allow("s3:*", "arn:aws:s3:::b/${aws:PrincipalTag/t}")],
    [],
    object,
  ],
  [
    "a wildcard over a colon",
    "perhaps",
    [allow("s3:*", "arn:aws:*/x")],
    [],
    object,
  ],
  [
    "a Deny",
    "no",
    [allow("s3:*", "*"), deny("s3:Get*", "arn:aws:s3:::a/*")],
    [],
    object,
  ],
  [
    "a Deny elsewhere",
    "yes",
    [allow("s3:*", "*"), deny("s3:*", "arn:aws:s3:::b/*")],
    [],
    object,
  ],
  [
    "a Deny under conditions",
    "perhaps",
    [allow("s3:*", "*"), deny("s3:*", "*", condition)],
    [],
    object,
  ],
  [
    "a Deny with a variable",
    "perhaps",
    [allow("s3:*", "*"), deny("s3:*", "arn:aws:s3:::${aws:PrincipalTag/t}/*")],
    [],
    object,
  ],
  ["a managed policy", "perhaps", [], [managed], object],
  [
    "a managed policy beside a Deny",
    "no",
    [deny("s3:*", "*")],
    [managed],
    object,
  ],
  [
    "a managed policy beside a statement",
    "yes",
    [allow("s3:*", "*")],
    [managed],
    object,
  ],
  [
    "any resource: one is allowed",
    "yes",
    [allow("s3:GetObject", object)],
    [],
    undefined,
  ],
  [
    "any resource: all denied",
    "no",
    [allow("s3:GetObject", object), deny("s3:*", "*")],
    [managed],
    undefined,
  ],
  [
    "any resource: one of two is denied",
    "yes",
    [
      allow("s3:*", object),
      allow("s3:*", "arn:aws:s3:::b/y"),
      deny("s3:*", object),
    ],
    [],
    undefined,
  ],
  [
    "any resource: a part denied",
    "perhaps",
    [allow("s3:*", "arn:aws:s3:::a/*"), deny("s3:*", object)],
    [],
    undefined,
  ],
  [
    "any resource: the allowed one denied, a managed policy",
    "perhaps",
    [allow("s3:*", object), deny("s3:*", object)],
    [managed],
    undefined,
  ],
  [
    "any resource: a variable",
    "perhaps",
    [allow("s3:*", "arn:aws:s3:::a/${aws:PrincipalTag/t}")],
    [],
    undefined,
  ],
  [
    "a set: all of it",
    "yes",
    [allow("s3:*", "arn:aws:s3:::a/*")],
    [],
    "arn:aws:s3:::a/b*",
  ],
  [
    "a set: a part of it",
    "perhaps",
    [allow("s3:*", object)],
    [],
    "arn:aws:s3:::a/*",
  ],
  [
    "a set: a Deny of a part",
    "perhaps",
    [allow("s3:*", "*"), deny("s3:*", object)],
    [],
    "arn:aws:s3:::a/*",
  ],
  [
    "a set of any length against one character",
    "perhaps",
    [allow("s3:*", "arn:aws:s3:::a/?")],
    [],
    "arn:aws:s3:::a/*",
  ],
])("with %s: %s", (_, expected, statements, policies, resource) => {
  expect(
    whoCan(make(statements, policies), "s3:GetObject", resource)[0]?.answer,
  ).toBe(expected);
});

test("says by which statements, and what is not decidable", () => {
  const statements = [
    allow("s3:PutObject", "*"),
    allow("s3:GetObject", object, condition),
    deny("s3:*", "arn:aws:s3:::a/${aws:PrincipalTag/t}"),
  ];
  const [answer] = whoCan(make(statements, [managed]), "s3:GetObject", object);
  expect(answer).toMatchObject({
    stack: "test-us",
    workload: { name: "echo" },
    answer: "perhaps",
  });
  expect(answer?.reasons).toEqual([
    {
      kind: "statement",
      statement: statements[1],
      position: 2,
      coverage: "all",
    },
    {
      kind: "statement",
      statement: statements[2],
      position: 3,
      coverage: "some",
    },
    { kind: "not-decidable", policy: managed },
  ]);
});

test("every role may ask who it is, whatever is denied", () => {
  expect(
    whoCan(make([deny("*", "*")]), "sts:GetCallerIdentity")[0],
  ).toMatchObject({ answer: "yes", reasons: [{ kind: "always-allowed" }] });
});

test.each(["GetObject", "s3:", "s3:Get*", "*", "", "s3:Get Object", "a:b:c"])(
  "refuses the action %j",
  (action) => {
    expect(() => whoCan(make([]), action)).toThrow(
      `not an action: ${JSON.stringify(action)}; write one with its service, such as s3:GetObject`,
    );
  },
);

test.each(["foo", "", "s3:::bucket", "arn:aws:s3:::", " arn:aws:s3:::a", "**"])(
  "refuses the resource %j",
  (resource) => {
    expect(() => whoCan(make([]), "s3:GetObject", resource)).toThrow(
      `not an ARN: ${JSON.stringify(resource)}; write one such as arn:aws:s3:::bucket/key, or "*" for all resources`,
    );
  },
);

test.each(["*", "arn:aws:s3:::a/a key", "arn:*:s3:::*", object])(
  "takes the resource %j",
  (resource) => {
    expect(whoCan(make([]), "s3:GetObject", resource)).toHaveLength(1);
  },
);
