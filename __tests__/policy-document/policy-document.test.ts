import fc from "fast-check";
import {
  parseArn,
  partitionOf,
  policySize,
  roleArn,
  type PolicyDocument,
} from "../../modules/policy-document";
import { property } from "../support/property";

function documentOf(sid: string): PolicyDocument {
  return {
    Version: "2012-10-17",
    Statement: [
      { Sid: sid, Effect: "Allow", Action: ["s3:GetObject"], Resource: "*" },
    ],
  };
}

describe("policySize", () => {
  it("counts characters as IAM does, white space left out", () => {
    expect(policySize(documentOf("A"))).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":["s3:GetObject"],"Resource":"*"}]}'
        .length,
    );
  });

  it("doesn't count white space in a text", () => {
    expect(policySize(documentOf("A B"))).toBe(policySize(documentOf("AB")));
  });

  it("grows by one for every visible character", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9]{0,40}$/), (sid) => {
        expect(policySize(documentOf(sid))).toBe(
          policySize(documentOf("")) + sid.length,
        );
      }),
      property(200),
    );
  });
});

describe("parseArn", () => {
  it("splits at the first five colons", () => {
    expect(
      parseArn("arn:aws:logs:us-east-1:111122223333:log-group:/a:*"),
    ).toEqual({
      partition: "aws",
      service: "logs",
      region: "us-east-1",
      account: "111122223333",
      resource: "log-group:/a:*",
    });
  });

  it("takes an ARN without region and account", () => {
    expect(parseArn("arn:aws-cn:s3:::bucket/*")).toEqual({
      partition: "aws-cn",
      service: "s3",
      region: "",
      account: "",
      resource: "bucket/*",
    });
  });

  it.each([
    "",
    "arn",
    "arn:aws:s3::bucket",
    "s3:::x:y:z",
    "arn:aws:s3:::",
    "arn:aws:s3:::a b",
    " arn:aws:s3:::a",
  ])("gives nothing for %j", (text) => {
    expect(parseArn(text)).toBeUndefined();
  });
});

describe("partitionOf", () => {
  it.each([
    ["us-east-1", "aws"],
    ["eu-central-2", "aws"],
    ["cn-north-1", "aws-cn"],
    ["us-gov-west-1", "aws-us-gov"],
    ["us-iso-east-1", "aws-iso"],
    ["us-isob-east-1", "aws-iso-b"],
    ["eu-isoe-west-1", "aws-iso-e"],
    ["us-isof-south-1", "aws-iso-f"],
    ["eusc-de-east-1", "aws-eusc"],
  ])("says that %s is in %s", (region, partition) => {
    expect(partitionOf(region)).toBe(partition);
  });
});

describe("roleArn", () => {
  it.each([
    ["/", "arn:aws:iam::111122223333:role/echo"],
    ["/workloads/", "arn:aws:iam::111122223333:role/workloads/echo"],
  ])("puts path %s before the name", (path, expected) => {
    expect(
      roleArn({
        partition: "aws",
        account: "111122223333",
        path,
        name: "echo",
      }),
    ).toBe(expected);
  });
});
