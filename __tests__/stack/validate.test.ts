import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { itNeeds } from "../support/component";
import {
  account,
  clusterFields,
  environmentFields,
  irsaFields,
  issuer,
  otherAccount,
  podIdentityFields,
  type Fields,
} from "../support/environment-fields";
import { loadDirectory, loadFields, loadFiles } from "../support/load";
import { filesBelow, repository } from "../support/project-folder";
import { synthesize, type SynthesizedStack } from "../support/synthesize";
import { temporaryFolder } from "../support/temporary-folder";
import { initWithoutBackend, provider, validate } from "../support/terraform";

const aws = provider("aws", "5.81.0");
const awsWithoutSessionTags = provider("aws", "6.2.0");
const kubernetes = provider("kubernetes", "2.9.0");

const environmentsFolder = join(repository, "environments");
const shippedStacks = [
  "dev-eu",
  "dev-us",
  "prod-eu",
  "prod-us",
  "sandbox-eu",
  "sandbox-us",
] as const;

/**
 * What Terraform finds wrong with each of several stacks. They are modules of one root here, since
 * loading the provider's schema takes longest, and is then done once. A module has no backend:
 * `backend-state.test.ts` is about these.
 */
async function validateTogether(
  stacks: readonly SynthesizedStack[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = temporaryFolder({
    "main.tf.json": JSON.stringify({
      module: Object.fromEntries(
        stacks.map(({ name }) => [name, { source: `./${name}` }]),
      ),
    }),
  });
  for (const { name, root } of stacks) {
    mkdirSync(join(folder, name));
    writeFileSync(
      join(folder, name, "cdk.tf.json"),
      JSON.stringify({
        ...root,
        terraform: { ...root.terraform, backend: undefined },
      }),
    );
  }
  await initWithoutBackend(folder);
  const { diagnostics } = await validate(folder);
  const found = new Map<string, string[]>(stacks.map(({ name }) => [name, []]));
  for (const { severity, summary, detail, range } of diagnostics) {
    const [name = ""] = range?.filename.split("/") ?? [];
    const message = `${severity}: ${summary}: ${detail ?? ""}`;
    const list = found.get(name);
    if (list === undefined) throw new Error(`not of a stack: ${message}`);
    list.push(message);
  }
  return found;
}

describe("a stack of this repository's environments", () => {
  itNeeds([aws, kubernetes], "initializes and validates as it is", async () => {
    const stacks = synthesize(await loadDirectory(environmentsFolder));
    expect(stacks.map(({ name }) => name)).toEqual(shippedStacks);
    const results = await Promise.all(
      stacks.map(async ({ folder }) => {
        await initWithoutBackend(folder);
        return validate(folder);
      }),
    );
    for (const result of results)
      expect(result).toMatchObject({
        valid: true,
        error_count: 0,
        warning_count: 0,
      });
  });
});

/** The files of this repository's environments, with service accounts that a manifest declares. */
function withManifests(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...filesBelow(environmentsFolder)].flatMap(([path, text]) => {
      if (!path.endsWith(".yaml")) return [];
      if (path.includes("/")) return [[path, text]];
      const fields = parse(text) as Fields;
      const defaults = {
        ...Object(fields.defaults),
        serviceAccountOwner: "manifest",
      } as Fields;
      return [[path, stringify({ ...fields, defaults })]];
    }),
  );
}

const permissions = {
  managedPolicies: [
    "arn:{partition}:iam::aws:policy/service-role/Example",
    "arn:{partition}:iam::{account}:policy/a_b",
  ],
  statements: [
    {
      sid: "Own",
      actions: ["s3:GetObject"],
      resources: [
        "arn:{partition}:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*",
      ],
      conditions: { StringLike: { "s3:prefix": ["%{x}", 'a"b\\c<&>'] } },
    },
  ],
};
const description = 'Keeps ${aws:x}, %{ if y }, "quotes" & <é>\nand lines';

/** Stacks that use what the shipped ones don't: needed providers are AWS alone, or Kubernetes too. */
const features: readonly {
  readonly title: string;
  readonly needsKubernetes?: boolean;
  readonly fields: Fields;
}[] = [
  {
    title: "exclusive permissions, tags and every setting of a role",
    fields: environmentFields({
      defaults: {
        exclusivePermissions: true,
        serviceAccountOwner: "external",
        tags: { team: "platform" },
        maxSessionDuration: 7200,
        permissionsBoundary: "arn:{partition}:iam::{account}:policy/bound",
      },
      workloads: {
        echo: irsaFields({
          role: { description, path: "/a/b/" },
          permissions,
          tags: { part: "echo" },
        }),
        bare: podIdentityFields({ serviceAccount: "bare/bare" }),
      },
    }),
  },
  {
    title: "lists of service accounts, with moved blocks",
    fields: environmentFields({
      workloads: {
        echo: podIdentityFields({
          serviceAccount: ["jobs/a.b", "echo/c"],
          serviceAccountOwner: "manifest",
        }),
        one: podIdentityFields({
          serviceAccount: ["one/one"],
          serviceAccountOwner: "external",
        }),
      },
    }),
  },
  {
    title: "lists of service accounts that Terraform owns",
    needsKubernetes: true,
    fields: environmentFields({
      workloads: {
        echo: podIdentityFields({ serviceAccount: ["jobs/a.b", "echo/c"] }),
        keys: irsaFields({
          serviceAccount: [
            {
              namespace: "keys",
              name: "a",
              labels: { "app.kubernetes.io/name": "a" },
              automountToken: false,
            },
            "keys/b",
          ],
          irsa: {
            audience: "vault",
            tokenExpirationSeconds: 600,
            regionalSts: true,
          },
        }),
      },
    }),
  },
  {
    title: "a retired cluster",
    fields: environmentFields({
      clusters: { us: clusterFields({ retired: true }) },
      defaults: { serviceAccountOwner: "external" },
    }),
  },
  {
    title: "a retired cluster with service accounts that Terraform owned",
    needsKubernetes: true,
    fields: environmentFields({
      clusters: { us: clusterFields({ retired: true }) },
    }),
  },
  {
    title: "an existing OIDC provider and patterns",
    fields: environmentFields({
      clusters: { us: clusterFields({ oidcProvider: "existing" }) },
      workloads: {
        echo: irsaFields({
          serviceAccount: {
            namespace: "echo",
            namePattern: "reader-*",
            owner: "external",
          },
          irsa: { audience: "https://vault.example.com" },
        }),
      },
    }),
  },
  {
    title: "another account by an assumed role",
    fields: environmentFields({
      clusters: {
        us: clusterFields({
          account: otherAccount,
          assumeRole: {
            roleArn: "arn:{partition}:iam::{account}:role/terraform",
            externalId: "acme/1",
          },
        }),
      },
      defaults: { serviceAccountOwner: "external" },
    }),
  },
  {
    title: "a token by a role of its own",
    needsKubernetes: true,
    fields: environmentFields({
      clusters: {
        us: clusterFields({
          kubernetes: {
            eks: { roleArn: `arn:aws:iam::${account}:role/kubernetes` },
          },
        }),
      },
    }),
  },
  {
    title: "a kubeconfig on a self-managed cluster",
    needsKubernetes: true,
    fields: environmentFields({
      clusters: {
        us: clusterFields({
          platform: "self-managed",
          kubernetes: {
            kubeconfig: { path: "~/.kube/${x}", context: 'a "b"' },
          },
        }),
      },
    }),
  },
  {
    title: "an agent with settings, in China",
    fields: environmentFields({
      clusters: {
        us: {
          region: "cn-north-1",
          agent: {
            kind: "addon",
            version: "v1.3.8-eksbuild.2",
            configuration: { agent: { additionalArgs: { "-b": "${x}<1>" } } },
          },
        },
      },
      workloads: {
        echo: podIdentityFields({ serviceAccountOwner: "external" }),
      },
    }),
  },
  {
    title: "workloads called as words of Terraform and JavaScript",
    fields: environmentFields({
      workloads: Object.fromEntries(
        [
          "constructor",
          "count",
          "for-each",
          "lifecycle",
          "provider",
          "self",
          "var",
          "null",
          "true",
        ].map((name) => [
          name,
          podIdentityFields({
            serviceAccount: `${name}/a`,
            serviceAccountOwner: "external",
            permissions,
          }),
        ]),
      ),
    }),
  },
];

/** The stack of an environment called by its place in the list. */
async function stackOf(
  fields: Fields,
  name: string,
): Promise<SynthesizedStack> {
  const [stack] = synthesize([await loadFields(fields)]);
  if (stack === undefined) throw new Error("no stack");
  return { ...stack, name };
}

/** A stack with an argument that no provider has: were it valid, nothing would have been looked at. */
async function brokenStack(): Promise<SynthesizedStack> {
  const stack = await stackOf(
    environmentFields({ defaults: { serviceAccountOwner: "external" } }),
    "broken",
  );
  const { aws_iam_role: roles } = stack.root.resource ?? {};
  return {
    ...stack,
    root: {
      ...stack.root,
      resource: {
        ...stack.root.resource,
        aws_iam_role: { echo: { ...roles?.echo, nonsense: true } },
      },
    },
  };
}

describe("valid to Terraform with the AWS provider", () => {
  let found: ReadonlyMap<string, readonly string[]> = new Map();
  const here = features
    .map((feature, index) => ({ ...feature, name: `feature-${index}` }))
    .filter(({ needsKubernetes }) => !needsKubernetes || kubernetes.isThere);

  beforeAll(async () => {
    if (!aws.isThere) return;
    found = await validateTogether([
      ...synthesize(await loadFiles(withManifests())),
      ...(await Promise.all(
        here.map(({ name, fields }) => stackOf(fields, name)),
      )),
      await brokenStack(),
    ]);
  }, 120_000);

  for (const stack of shippedStacks)
    itNeeds(
      [aws],
      `${stack}, with service accounts in a manifest`,
      async () => {
        expect(await Promise.resolve(found.get(stack))).toEqual([]);
      },
    );

  for (const [index, { title, needsKubernetes }] of features.entries())
    itNeeds(needsKubernetes ? [aws, kubernetes] : [aws], title, async () => {
      expect(await Promise.resolve(found.get(`feature-${index}`))).toEqual([]);
    });

  itNeeds(
    [aws],
    "but for a stack with an argument that doesn't exist",
    async () => {
      expect(await Promise.resolve(found.get("broken"))).toEqual([
        'error: Extraneous JSON object property: No argument or block type is named "nonsense".',
      ]);
    },
  );
});

itNeeds(
  [awsWithoutSessionTags],
  "session tags off are valid to Terraform",
  async () => {
    const stack = await stackOf(
      environmentFields({
        clusters: { us: clusterFields({ issuer: issuer("eu") }) },
        workloads: {
          echo: podIdentityFields({
            podIdentity: { sessionTags: false },
            serviceAccountOwner: "external",
          }),
        },
      }),
      "session-tags-off",
    );
    const found = await validateTogether([stack]);
    expect(found.get("session-tags-off")).toEqual([]);
  },
);
