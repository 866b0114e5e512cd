import type { Review } from "../../modules/review";
import { irsaTrust, reviewOf, roleFields } from "./support/plan";

const role = roleFields("echo", irsaTrust());
const bucket = {
  address: "aws_s3_bucket.a",
  after: {},
};

/** The review of an inline policy that is known after apply, by an expression of a JSON configuration. */
function reviewOfPolicy(
  text: string,
  references: readonly string[] = ["aws_s3_bucket.a.arn", "aws_s3_bucket.a"],
): Promise<Review> {
  return reviewOf([
    { address: "aws_iam_role.echo", before: role, after: role },
    bucket,
    {
      address: "aws_iam_role_policy.echo",
      after: { name: "permissions", role: "echo" },
      unknown: { policy: true },
      expressions: { policy: { references, constant_value: text } },
    },
    {
      address: "data.aws_iam_policy_document.d",
      actions: ["read"],
      after: { statement: [{ actions: ["s3:GetObject"], resources: ["a"] }] },
      unknown: { json: true },
    },
  ]);
}

const statement = (text: string): string =>
  `\${jsonencode({Statement = [{${text}}]})}`;

describe("a policy that is known after apply", () => {
  it.each([
    [
      "jsonencode with a reference",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = aws_s3_bucket.a.arn',
      ),
      "s3:GetObject on ${aws_s3_bucket.a.arn}",
    ],
    [
      "jsonencode with a template, colons and line ends",
      '${jsonencode({"Statement": {\n"Effect": "Allow"\n"Action": ["s3:GetObject",]\n"Resource": "${aws_s3_bucket.a.arn}/*"}})}',
      "s3:GetObject on ${aws_s3_bucket.a.arn}/*",
    ],
    [
      "jsonencode with a variable of IAM's",
      '${jsonencode({Version = "2012-10-17", Statement = [{Effect = "Allow", Action = "s3:GetObject", Resource = "${aws_s3_bucket.a.arn}/$${aws:username}"}]})}',
      "s3:GetObject on ${aws_s3_bucket.a.arn}/${aws:username}",
    ],
    [
      "jsonencode with a function's value",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = join("}", [aws_s3_bucket.a.arn, "x"])',
      ),
      's3:GetObject on ${join("}", [aws_s3_bucket.a.arn, "x"])}',
    ],
    [
      "jsonencode with a module's output that is called like a resource",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = module.m["a.b"].aws_s3_bucket.a.arn',
      ),
      's3:GetObject on ${(module.m["a.b"].aws_s3_bucket.a.arn)}',
    ],
    [
      "jsonencode with a text in a template in a text",
      statement(
        'Effect = "Allow", Action = ["s3:GetObject",\n], Resource = "${lookup({"}" = aws_s3_bucket.a.arn}, "}")}/*"',
      ),
      's3:GetObject on ${lookup({"}" = aws_s3_bucket.a.arn}, "}")}/*',
    ],
    [
      "jsonencode with a template in an expression's text",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = upper("${join("}", [aws_s3_bucket.a.arn])}")',
      ),
      's3:GetObject on ${upper("${join("}", [aws_s3_bucket.a.arn])}")}',
    ],
    [
      "JSON with a reference",
      '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"${aws_s3_bucket.a.arn}/*"}]}',
      "s3:GetObject on ${aws_s3_bucket.a.arn}/*",
    ],
    [
      "JSON with a reference to what has a name without quotes",
      '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:sqs:::${aws_sqs_queue.q[0].name}"}]}',
      "s3:GetObject on arn:aws:sqs:::${aws_sqs_queue.q[0].name}",
    ],
    [
      "jsonencode with a local value's field, which it quotes",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::b/${local.x.name}"',
      ),
      "s3:GetObject on arn:aws:s3:::b/${local.x.name}",
    ],
  ])("is put together from %s", async (_, text, grant) => {
    const review = await reviewOfPolicy(text);

    expect(review.notReviewable).toEqual([]);
    expect(review.changes[0]?.knowledge).toBe("partly known");
    expect(
      review.changes[0]?.added.map(
        ({ action, resource }) => `${action} on ${resource}`,
      ),
    ).toEqual([grant]);
  });

  it.each([
    [
      "an action isn't known",
      statement('Effect = "Allow", Action = local.a, Resource = "a"'),
    ],
    [
      "an action has a part that isn't known",
      statement('Effect = "Allow", Action = "s3:${local.a}", Resource = "a"'),
    ],
    [
      "the effect isn't known",
      statement('Effect = local.a, Action = "s3:GetObject", Resource = "a"'),
    ],
    ["the statements aren't known", "${jsonencode({Statement = local.a})}"],
    [
      "one of the statements isn't known",
      "${jsonencode({Statement = [local.a]})}",
    ],
    [
      "a key is computed",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = "a", (local.a) = "*"',
      ),
    ],
    [
      "a key is a template",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = "a", "${local.a}" = "*"',
      ),
    ],
    [
      "a key is there twice",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Action = "*", Resource = "a"',
      ),
    ],
    [
      "statements are made by for",
      "${jsonencode({Statement = {for k in local.a : k => 1}})}",
    ],
    [
      "text holds a directive",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = "%{ if true }*%{ endif }"',
      ),
    ],
    [
      "something is around jsonencode",
      '${replace(jsonencode({Statement = {Effect = "Allow", Action = "s3:GetObject", Resource = aws_s3_bucket.a.arn}}), "s3:GetObject", "*")}',
    ],
    [
      "something follows the value",
      '${jsonencode({Statement = {Effect = "Allow", Action = "s3:GetObject", Resource = "a"}}, local.a)}',
    ],
    [
      "a comment hides a statement",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = aws_s3_bucket.a.arn # "\n}, {Effect = "Allow", Action = "*", Resource = "*" # "\n',
      ),
    ],
    [
      "a comment with slashes hides a statement",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = aws_s3_bucket.a.arn // "\n}, {Effect = "Allow", Action = "*", Resource = "*" // "\n',
      ),
    ],
    [
      "a comment between slashes and asterisks hides a statement",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = aws_s3_bucket.a.arn /* " */ }, {Effect = "Allow", Action = "*", Resource = "*" /* " */',
      ),
    ],
    [
      "a comment stands where a value does",
      statement(
        'Effect = "Allow", Action = /* " */ "*" /* " */, Resource = "a"',
      ),
    ],
    [
      "a heredoc hides a statement",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = <<X\n"\nX\n}, {Effect = "Allow", Action = "*", Resource = <<X\n"\nX\n',
      ),
    ],
    [
      "a text goes over a line's end",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = "a\n", Sid = "b"',
      ),
    ],
    [
      "a text in an expression goes over a line's end",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = upper("a\n")',
      ),
    ],
    [
      "a text in an expression holds a directive",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = upper("%{ if true }*%{ endif }")',
      ),
    ],
    [
      "dollar signs stand before a template",
      statement(
        'Effect = "Allow", Action = "s3:GetObject", Resource = "$$${local.a}"',
      ),
    ],
    [
      "a list's item goes on after a line's end",
      statement(
        'Effect = "Allow", Action = ["s3:GetObject"], Resource = [local.a ?\n"a" : "*"]',
      ),
    ],
    [
      "a list's items have no comma between them",
      statement(
        'Effect = "Allow", Action = ["s3:GetObject" "s3:PutObject"], Resource = "a"',
      ),
    ],
    [
      "JSON has dollar signs before a template",
      '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"$$${local.a}"}]}',
    ],
    [
      "JSON takes in text that may hold quotes",
      '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"${local.a}"}]}',
    ],
    ...[
      "local.x.name",
      "var.x.name",
      "module.x.name",
      "each.value.name",
      "terraform_data.x.id",
      "aws_s3_object.x.id",
      "aws_security_group.x.name",
      "aws_apigatewayv2_api.x.name",
    ].map((reference) => [
      `JSON takes in ${reference}, which may hold quotes`,
      `{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/\${${reference}}"}]}`,
    ]),
    [
      "a tag is taken in",
      '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"${aws_s3_bucket.a.tags.x}"}]}',
    ],
  ])("can't be reviewed where %s", async (_, text) => {
    const review = await reviewOfPolicy(text);

    expect(review.notReviewable).toHaveLength(1);
    expect(review.changes.map(({ knowledge }) => knowledge)).toEqual([
      "not reviewable",
    ]);
  });

  const references = [
    "data.aws_iam_policy_document.d.json",
    "data.aws_iam_policy_document.d",
  ];

  it("is its data source's, where the expression is nothing else", async () => {
    const review = await reviewOfPolicy(
      "${data.aws_iam_policy_document.d.json}",
      references,
    );

    expect(review.changes[0]?.added).toMatchObject([
      { action: "s3:GetObject", resource: "a" },
    ]);
  });

  it("can't be reviewed where the expression does something with its data source", async () => {
    const review = await reviewOfPolicy(
      '${replace(data.aws_iam_policy_document.d.json, "s3:GetObject", "*")}',
      references,
    );

    expect(review.notReviewable).toHaveLength(1);
  });
});
