import fc from "fast-check";
import { wildcardMatches } from "../../modules/policy-document";
import { grantsOf, newsOf } from "../../modules/review/policy";
import type { Grant } from "../../modules/review";
import { property } from "../support/property";

function allow(action: string, resource: string, condition?: string): Grant {
  return {
    effect: "Allow",
    action,
    resource,
    policy: "p",
    ...(condition !== undefined && { condition }),
  };
}

function isNews(grant: Grant, ...others: readonly Grant[]): boolean {
  return newsOf([grant], others).length === 1;
}

describe("a grant is no news", () => {
  it.each([
    ["that is there", allow("s3:GetObject", "a"), allow("s3:GetObject", "a")],
    [
      "that is there in other letters",
      allow("S3:getobject", "a"),
      allow("s3:GetObject", "a"),
    ],
    [
      "whose action a wildcard covers",
      allow("s3:GetObject", "a"),
      allow("s3:*", "a"),
    ],
    [
      "whose wildcard a wider one covers",
      allow("s3:Get*", "a"),
      allow("s3:*", "a"),
    ],
    [
      "whose resource a wildcard covers",
      allow("s3:GetObject", "arn:aws:s3:::a/b"),
      allow("s3:GetObject", "arn:aws:s3:::a/*"),
    ],
    [
      "that had no condition before",
      allow("s3:GetObject", "a", "{}"),
      allow("s3:GetObject", "a"),
    ],
  ])("%s", (_, grant, other) => {
    expect(isNews(grant, other)).toBe(false);
  });
});

describe("a grant is news", () => {
  it.each([
    [
      "in other letters of its resource",
      allow("s3:GetObject", "A"),
      allow("s3:GetObject", "a"),
    ],
    [
      "that a condition bound before",
      allow("s3:GetObject", "a"),
      allow("s3:GetObject", "a", "{}"),
    ],
    [
      "under another condition",
      allow("s3:GetObject", "a", "{1}"),
      allow("s3:GetObject", "a", "{2}"),
    ],
    [
      "that was denied",
      allow("s3:GetObject", "a"),
      { ...allow("*", "*"), effect: "Deny" as const },
    ],
    [
      "where a question mark meets an asterisk",
      allow("s3:Get*", "a"),
      allow("s3:Get?", "a"),
    ],
    [
      "where its resource isn't known",
      allow("s3:GetObject", "${x}"),
      allow("s3:GetObject", "?*"),
    ],
    [
      "of everything but some",
      allow("NotAction: iam:*", "a"),
      allow("n*", "a"),
    ],
    ["that covers the other", allow("s3:*", "a"), allow("s3:GetObject", "a")],
  ])("%s", (_, grant, other) => {
    expect(isNews(grant, other)).toBe(true);
  });

  const pattern = fc.string({
    unit: fc.constantFrom("a", "b", "*", "?"),
    minLength: 1,
    maxLength: 5,
  });
  const text = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 6 });

  it("wherever it matches something that the other doesn't", () => {
    fc.assert(
      fc.property(pattern, pattern, text, (special, general, one) => {
        fc.pre(wildcardMatches(special, one) && !wildcardMatches(general, one));
        expect(isNews(allow("x:y", special), allow("x:y", general))).toBe(true);
      }),
      property(2000),
    );
  });
});

describe("the grants of a policy", () => {
  it("are every combination, whichever way they are written", () => {
    const written = [
      {
        Statement: [
          {
            Effect: "Allow",
            Action: ["a:A", "a:B"],
            Resource: ["r", "s"],
            Condition: { StringEquals: { k: ["2", "1"] } },
          },
        ],
      },
      {
        Statement: ["a:A", "a:B"].flatMap((Action) =>
          ["s", "r"].map((Resource) => ({
            Sid: `${Action[2] ?? ""}${Resource}`,
            Effect: "Allow",
            Action,
            Resource,
            Condition: { StringEquals: { k: ["1", "2", "1"] } },
          })),
        ),
      },
    ].map((document) =>
      (grantsOf(document, "p") ?? [])
        .map((grant) => JSON.stringify(grant))
        .sort(),
    );

    expect(written[0]).toHaveLength(4);
    expect(written[1]).toEqual(written[0]);
  });

  it("ignore that a value stands alone, and that it is no text", () => {
    const conditions = [
      { Bool: { "aws:SecureTransport": true } },
      { Bool: { "aws:SecureTransport": ["true"] } },
    ].map(
      (Condition) =>
        grantsOf(
          {
            Statement: {
              Effect: "Allow",
              Action: "a:A",
              Resource: "r",
              Condition,
            },
          },
          "p",
        )?.[0]?.condition,
    );

    expect(conditions).toEqual([
      '{"Bool":{"aws:SecureTransport":["true"]}}',
      '{"Bool":{"aws:SecureTransport":["true"]}}',
    ]);
  });

  it("are read in bounded time where every one must be compared", () => {
    const many = (prefix: string): Grant[] =>
      Array.from({ length: 20_000 }, (_, index) =>
        allow(`${prefix}:A${index}*`, `${"*a".repeat(20)}${index}`),
      );
    const started = process.cpuUsage().user;

    expect(newsOf(many("a"), many("b"))).toHaveLength(20_000);
    expect((process.cpuUsage().user - started) / 1e6).toBeLessThan(20);
  });
});
