import fc from "fast-check";
import {
  isConditionOperator,
  loadActionCatalogue,
  managedPolicyKey,
  parseManagedPolicyArn,
  permissionPolicy,
} from "../../modules/permission-policy";
import { property } from "../support/property";

describe("permissionPolicy", () => {
  it("writes statements in their order, with every field", () => {
    expect(
      permissionPolicy([
        {
          sid: "Second",
          effect: "Deny",
          actions: ["s3:DeleteObject"],
          resources: ["arn:aws:s3:::b/*"],
          conditions: {
            StringEquals: {
              "aws:PrincipalTag/kubernetes-namespace":
                "${aws:PrincipalTag/kubernetes-namespace}",
            },
          },
        },
        { actions: ["s3:GetObject", "s3:ListBucket"], resources: ["*"] },
      ]),
    ).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Second",
          Effect: "Deny",
          Action: ["s3:DeleteObject"],
          Resource: ["arn:aws:s3:::b/*"],
          Condition: {
            StringEquals: {
              "aws:PrincipalTag/kubernetes-namespace":
                "${aws:PrincipalTag/kubernetes-namespace}",
            },
          },
        },
        {
          Effect: "Allow",
          Action: ["s3:GetObject", "s3:ListBucket"],
          Resource: ["*"],
        },
      ],
    });
  });

  it("refuses no statement", () => {
    expect(() => permissionPolicy([])).toThrowErrorMatchingInlineSnapshot(
      `"a permission policy needs at least one statement"`,
    );
  });

  it.each([
    ["actions", { actions: [], resources: ["*"] }],
    ["resources", { actions: ["s3:GetObject"], resources: [] }],
  ])("refuses a statement without %s", (_, statement) => {
    expect(() => permissionPolicy([statement])).toThrow(
      "a statement needs at least one action and one resource",
    );
  });
});

describe("parseManagedPolicyArn", () => {
  it.each([
    [
      "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
      {
        partition: "aws",
        owner: "aws",
        path: "",
        name: "AmazonS3ReadOnlyAccess",
      },
    ],
    [
      "arn:aws-cn:iam::aws:policy/service-role/Example",
      {
        partition: "aws-cn",
        owner: "aws",
        path: "service-role",
        name: "Example",
      },
    ],
    [
      "arn:aws:iam::111122223333:policy/a/b/c.d",
      { partition: "aws", owner: "111122223333", path: "a/b", name: "c.d" },
    ],
  ])("reads %s", (arn, expected) => {
    expect(parseManagedPolicyArn(arn)).toEqual(expected);
  });

  it.each([
    "arn:aws:iam::aws:role/Example",
    "arn:aws:iam::12345:policy/Example",
    "arn:aws:iam:us-east-1:aws:policy/Example",
    "arn:aws:s3::aws:policy/Example",
    "arn:aws:iam::aws:policy/",
    "arn:aws:iam::aws:policy//Example",
    "arn:aws:iam::aws:policy/${x}",
    "AmazonS3ReadOnlyAccess",
  ])("gives nothing for %s", (text) => {
    expect(parseManagedPolicyArn(text)).toBeUndefined();
  });
});

describe("managedPolicyKey", () => {
  const part = fc.stringMatching(/^[\w+=,.@-]{1,4}$/);
  const policy = fc.record({
    owner: fc.constantFrom("aws", "111122223333", "444455556666"),
    path: fc.array(part, { maxLength: 2 }),
    name: part,
  });
  const arnOf = ({
    owner,
    path,
    name,
  }: {
    owner: string;
    path: readonly string[];
    name: string;
  }) => `arn:aws:iam::${owner}:policy/${[...path, name].join("/")}`;

  it.each([
    [
      "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
      "aws_AmazonS3ReadOnlyAccess",
    ],
    [
      "arn:aws:iam::aws:policy/service-role/Example",
      "aws_service-role_Example",
    ],
    ["arn:aws:iam::111122223333:policy/a_b", "111122223333_a__5fb"],
    ["arn:aws:iam::111122223333:policy/a/b", "111122223333_a_b"],
    ["arn:aws:iam::111122223333:policy/a.b+c", "111122223333_a__2eb__2bc"],
  ])("calls %s %s", (arn, key) => {
    expect(managedPolicyKey(arn)).toBe(key);
  });

  it("differs for different policies and is legal in an address after the workload's name", () => {
    const arns = new Map<string, string>();
    fc.assert(
      fc.property(policy, (one) => {
        const arn = arnOf(one);
        const key = managedPolicyKey(arn);
        expect(`echo_${key}`).toMatch(/^[A-Za-z_][\w-]*$/);
        expect(arns.get(key) ?? arn).toBe(arn);
        arns.set(key, arn);
      }),
      property(5000),
    );
  });

  it("differs where only the place of a separator does", () => {
    const keys = [
      "a_b",
      "a/b",
      "a__b",
      "a/_b",
      "a_/b",
      "a__5fb",
      "a.b",
      "a__2eb",
      "a-b",
    ].map((name) => managedPolicyKey(`arn:aws:iam::aws:policy/${name}`));
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("refuses what is no managed policy's ARN", () => {
    expect(() => managedPolicyKey("AmazonS3ReadOnlyAccess")).toThrow(
      'not a managed policy\'s ARN: "AmazonS3ReadOnlyAccess"',
    );
  });
});

describe("isConditionOperator", () => {
  it.each([
    "StringEquals",
    "StringLikeIfExists",
    "ForAllValues:StringEquals",
    "ForAnyValue:ArnLikeIfExists",
    "Null",
    "Bool",
  ])("knows %s", (operator) => {
    expect(isConditionOperator(operator)).toBe(true);
  });

  it.each([
    "stringequals",
    "StringMatches",
    "NullIfExists",
    "ForAllValues:Null",
    "ForEach:StringEquals",
    "constructor",
    "",
  ])("doesn't know %j", (operator) => {
    expect(isConditionOperator(operator)).toBe(false);
  });
});

describe("loadActionCatalogue", () => {
  it("knows services and actions of what it was loaded for", async () => {
    const catalogue = await loadActionCatalogue([
      "s3:GetObject",
      "S3:Put*",
      "nosuchservice:Get",
      "*",
    ]);
    expect(catalogue.hasService("s3")).toBe(true);
    expect(catalogue.hasService("nosuchservice")).toBe(false);
    expect(catalogue.hasAction("s3:GetObject")).toBe(true);
    expect(catalogue.hasAction("s3:getobject")).toBe(true);
    expect(catalogue.hasAction("s3:Get*")).toBe(true);
    expect(catalogue.hasAction("s3:GetObjekt")).toBe(false);
    expect(catalogue.hasAction("nosuchservice:Get")).toBe(false);
  });
});
