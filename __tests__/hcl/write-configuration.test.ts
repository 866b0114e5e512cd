import { writeConfiguration, type JsonObject } from "../../modules/hcl";
import { itNeeds } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";
import { runTerraform, terraform } from "../support/terraform";

function hclOf(configuration: object, blocks: readonly string[] = []): string {
  return writeConfiguration(configuration as JsonObject, new Set(blocks));
}

describe("writeConfiguration", () => {
  it("writes arguments, then blocks, then lifecycle and depends_on", () => {
    const configuration = {
      resource: {
        thing: {
          one: {
            "//": { metadata: { path: "a comment of cdktf's" } },
            zone: "z",
            name: "n",
            provider: "aws.other",
            for_each: "${var.all}",
            depends_on: ["thing.b", "data.thing.a"],
            lifecycle: {
              create_before_destroy: true,
              ignore_changes: ["tags", 'tags["a"]'],
              replace_triggered_by: ["${thing.b.id}"],
              precondition: [
                { condition: "${(1 == 1)}", error_message: "$${x} isn't" },
              ],
            },
            rule: [
              { port: 1, inner: { "//": "comment", deep: true } },
              { port: 2 },
            ],
            empty: [],
            tags: { "//": "no comment", a: "${thing.b.id}-x" },
          },
        },
      },
    };
    expect(
      hclOf(configuration, [
        "resource.thing.rule",
        "resource.thing.rule.inner",
        "resource.thing.empty",
      ]),
    ).toMatchInlineSnapshot(`
     "resource "thing" "one" {
       for_each = var.all
       provider = aws.other

       name = "n"
       tags = {
         "//" = "no comment"
         a    = "\${thing.b.id}-x"
       }
       zone = "z"

       rule {
         port = 1

         inner {
           deep = true
         }
       }

       rule {
         port = 2
       }

       lifecycle {
         create_before_destroy = true
         ignore_changes = [
           tags,
           tags["a"],
         ]
         replace_triggered_by = [thing.b.id]

         precondition {
           condition     = (1 == 1)
           error_message = "$\${x} isn't"
         }
       }

       depends_on = [
         thing.b,
         data.thing.a,
       ]
     }
     "
    `);
  });

  it("writes backends, versions and descriptions as the text that they are", () => {
    const configuration = {
      terraform: {
        required_version: ">= 1.0",
        required_providers: { aws: { source: "a/b", version: "~> ${1}" } },
        backend: { remote: { prefix: "${x}%{y}", workspaces: { name: "w" } } },
      },
      output: { o: { description: "${x}", value: "${1}", sensitive: true } },
    };
    expect(hclOf(configuration)).toMatchInlineSnapshot(`
     "terraform {
       required_version = ">= 1.0"

       backend "remote" {
         prefix = "$\${x}%%{y}"

         workspaces {
           name = "w"
         }
       }

       required_providers {
         aws = {
           source  = "a/b"
           version = "~> $\${1}"
         }
       }
     }

     output "o" {
       description = "$\${x}"
       sensitive   = true
       value       = 1
     }
     "
    `);
  });

  it("writes what moves, is removed and is imported", () => {
    const configuration = {
      moved: [
        { from: "a.b", to: "a.c" },
        { from: "a.d", to: 'a.e["f"]' },
      ],
      removed: [{ from: "a.g", lifecycle: { destroy: false } }],
      import: [{ id: "i-${1}", to: "${a.c}", provider: "aws.x" }],
    };
    expect(hclOf(configuration)).toMatchInlineSnapshot(`
     "moved {
       from = a.b
       to   = a.c
     }

     moved {
       from = a.d
       to   = a.e["f"]
     }

     removed {
       from = a.g

       lifecycle {
         destroy = false
       }
     }

     import {
       provider = aws.x

       id = "i-\${1}"
       to = a.c
     }
     "
    `);
  });

  it("writes one document over lines, and another text in quotes", () => {
    const configuration = {
      locals: {
        canonical:
          '{"Statement":[{"Action":["a","b"],"Effect":"Allow"}],"Version":"2012-10-17"}',
        other: '{"Version":"2012-10-17","Statement":[]}',
        expression: '{"Statement":"${a.b}"}',
      },
    };
    expect(hclOf(configuration)).toMatchInlineSnapshot(`
     "locals {
       canonical = jsonencode({
         Version = "2012-10-17"
         Statement = [{
           Effect = "Allow"
           Action = ["a", "b"]
         }]
       })
       expression = "{\\"Statement\\":\\"\${a.b}\\"}"
       other      = "{\\"Version\\":\\"2012-10-17\\",\\"Statement\\":[]}"
     }
     "
    `);
  });

  it.each([
    [
      "an unknown kind of block",
      { check: { a: {} } },
      "a block of kind check can't be written as HCL",
    ],
    [
      "a block that is no object",
      { moved: ["a"] },
      'moved: a block must be an object, got "a"',
    ],
    [
      "labels that are none",
      { output: [] },
      "output: expected an object of labels, got []",
    ],
    [
      "an address that is none",
      { moved: [{ from: 1, to: "a.b" }] },
      "moved.from: expected an address or a keyword, got 1",
    ],
    [
      "an address on two lines",
      { moved: [{ from: "a.b\n}", to: "a.b" }] },
      'moved.from: expected an address or a keyword, got "a.b\\n}"',
    ],
    [
      "a sequence without end",
      { locals: { a: '${"}"' } },
      'a template\'s sequence has no end: ${"}"',
    ],
    [
      "quotes without end",
      { locals: { a: '${"}' } },
      "a template's quoted text has no end: \"}",
    ],
  ])("refuses %s", (_, configuration, message) => {
    expect(() => hclOf(configuration)).toThrow(new Error(message));
  });
});

const everyKind = {
  terraform: {
    required_version: ">= 1.7",
    backend: { local: { path: "state$${x}.tfstate" } },
  },
  variable: {
    size: {
      type: "list(object({ a = number }))",
      default: [{ a: 1 }],
      description: "How ${large}",
      nullable: false,
      validation: [
        {
          condition: "${length(var.size) > 0}",
          error_message: "None $${at} all.",
        },
      ],
    },
    text: { type: "string", default: "${no template}" },
  },
  locals: { name: "n-${var.size[0].a}", doc: '{"a":"<$${b}>"}' },
  provider: { terraform: [{}] },
  data: {
    terraform_remote_state: {
      other: {
        backend: "local",
        config: { path: "other.tfstate" },
        defaults: { x: "y" },
        count: 0,
      },
    },
  },
  resource: {
    terraform_data: {
      one: {
        input: { name: "${local.name}", doc: "${local.doc}", t: "${var.text}" },
        triggers_replace: ["a", 1, true],
        lifecycle: {
          create_before_destroy: true,
          ignore_changes: ["input"],
          postcondition: [
            { condition: '${self.id != ""}', error_message: "No id." },
          ],
        },
        provisioner: [
          {
            "local-exec": {
              command: "echo \"$${HOME:-none}\" '%%{x}'",
              when: "destroy",
              on_failure: "continue",
              environment: { A: "b" },
            },
          },
          { "local-exec": { command: "true" } },
        ],
      },
      two: {
        for_each: '${toset(["a", "b"])}',
        input: "${each.key}",
        depends_on: ["terraform_data.one"],
        lifecycle: { replace_triggered_by: ["terraform_data.one"] },
      },
    },
  },
  module: {
    child: {
      source: "./child",
      name: "${terraform_data.one.output.name}",
      providers: { terraform: "terraform" },
      depends_on: ["terraform_data.two"],
    },
  },
  moved: [{ from: "terraform_data.old", to: "terraform_data.one" }],
  removed: [{ from: "terraform_data.gone", lifecycle: { destroy: false } }],
  output: {
    all: {
      value: { a: "${module.child.name}", b: ["${local.doc}"] },
      description: "All of ${it}",
      sensitive: true,
      depends_on: ["terraform_data.two"],
      precondition: [
        { condition: '${local.name != ""}', error_message: "Never." },
      ],
    },
  },
};

itNeeds(
  [terraform],
  "means the same as the JSON to Terraform, for every kind of block",
  async () => {
    const child = {
      variable: { name: {} },
      output: { name: { value: "${var.name}" } },
    };
    const folders = [
      temporaryFolder({
        "cdk.tf.json": JSON.stringify(everyKind),
        "child/main.tf.json": JSON.stringify(child),
      }),
      temporaryFolder({
        "cdk.tf": hclOf(everyKind),
        "child/main.tf": hclOf(child),
      }),
    ];
    const planned = await Promise.all(folders.map(plan));
    expect(planned[0]).toHaveProperty("resource_changes.length", 3);
    expect(planned[1]).toEqual(planned[0]);
  },
);

/** What Terraform plans, and how it understood the configuration. */
async function plan(folder: string): Promise<unknown> {
  const run = async (...args: readonly string[]): Promise<string> => {
    const { status, stdout, stderr } = await runTerraform(folder, args);
    if (status !== 0) throw new Error(`${stdout}${stderr}`);
    return stdout;
  };
  await run("init", "-input=false", "-no-color");
  await run("plan", "-input=false", "-no-color", "-out=plan");
  const { timestamp, ...shown } = JSON.parse(
    await run("show", "-json", "plan"),
  ) as Record<string, unknown>;
  expect(timestamp).toBeDefined();
  return withoutConstants(shown);
}

/**
 * Only JSON lets Terraform show the constants beside the references of an expression, and the order of
 * references is that of the text.
 */
function withoutConstants(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutConstants);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(
        ([key]) => !["constant_value", "for_each_expression"].includes(key),
      )
      .map(([key, one]) => [
        key,
        key === "references" && Array.isArray(one)
          ? one.map(String).sort()
          : withoutConstants(one),
      ]),
  );
}
