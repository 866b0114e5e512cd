import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const modules = join(__dirname, "../modules");

/** Module -> how many resources of each type its example makes. */
const made: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  association: { aws_eks_addon: 1, aws_eks_pod_identity_association: 1 },
  hcl: { aws_iam_role: 1 },
  "oidc-provider": { aws_iam_openid_connect_provider: 1 },
  "permission-policy": { aws_iam_role_policy: 1 },
  "service-account": { kubernetes_service_account_v1: 1 },
  stack: {
    aws_eks_addon: 5,
    aws_eks_pod_identity_association: 7,
    aws_iam_openid_connect_provider: 5,
    aws_iam_role: 15,
    aws_iam_role_policy: 9,
    aws_iam_role_policy_attachment: 6,
    kubernetes_service_account_v1: 9,
  },
  "trust-policy": { aws_iam_role: 1 },
  workload: {
    aws_eks_pod_identity_association: 1,
    aws_iam_role: 1,
    aws_iam_role_policy: 1,
  },
};

test("every module that a CDKTF app can use alone has an example", () => {
  expect(
    readdirSync(modules).filter((name) =>
      existsSync(join(modules, name, "example.ts")),
    ),
  ).toEqual(Object.keys(made).sort());
});

describe.each(Object.entries(made))("%s", (name, counts) => {
  let outdir: string;
  beforeEach(() => {
    outdir = mkdtempSync(join(tmpdir(), "example-"));
    process.env.CDKTF_OUTDIR = outdir;
  });
  afterEach(() => {
    delete process.env.CDKTF_OUTDIR;
    rmSync(outdir, { recursive: true });
  });

  test("shows its example in the README", () => {
    const readme = readFileSync(join(modules, name, "README.md"), "utf8");
    const shown = /```ts\n([\s\S]*?)```/.exec(readme)?.[1];
    expect(shown).toBe(readFileSync(join(modules, name, "example.ts"), "utf8"));
  });

  test("synthesizes its example", async () => {
    const example = (await import(join(modules, name, "example.ts"))) as {
      readonly done?: Promise<void>;
    };
    await example.done;
    expect(countResources(outdir)).toEqual(counts);
  });
});

function countResources(outdir: string): Record<string, number> {
  const counts = new Map<string, number>();
  const stacks = join(outdir, "stacks");
  for (const stack of readdirSync(stacks)) {
    const { resource } = JSON.parse(
      readFileSync(join(stacks, stack, "cdk.tf.json"), "utf8"),
    ) as { readonly resource: Readonly<Record<string, object>> };
    for (const [type, all] of Object.entries(resource))
      counts.set(type, (counts.get(type) ?? 0) + Object.keys(all).length);
  }
  return Object.fromEntries(counts);
}
