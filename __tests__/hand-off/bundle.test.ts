import { createHash } from "node:crypto";
import { join } from "node:path";
import { loadEnvironments, type Environment } from "../../modules/environment";
import {
  bundleDigest,
  bundleOf,
  writeBundle,
  type BundleFile,
  type HandOffOptions,
} from "../../modules/hand-off";
import { itNeeds } from "../support/component";
import {
  clusterFields,
  environmentFields,
  irsaFields,
  podIdentityFields,
} from "../support/environment-fields";
import { loadFields } from "../support/load";
import { temporaryFolder } from "../support/temporary-folder";
import { runTerraform, terraform } from "../support/terraform";
import { meaningOfHcl, meaningOfJson } from "../hcl/read-hcl";

const repository = join(__dirname, "../..");
const keep: HandOffOptions = { format: "hcl", backend: "keep" };

async function shipped(name: string): Promise<Environment> {
  const { environments } = await loadEnvironments({
    directory: join(repository, "environments"),
    only: [name],
  });
  const [environment] = environments;
  if (environment === undefined) throw new Error(`no environment ${name}`);
  return environment;
}

function textOf(files: readonly BundleFile[], path: string): string {
  const file = files.find((one) => one.path === path);
  if (file === undefined)
    throw new Error(`no ${path} in ${files.map((one) => one.path).join(", ")}`);
  return file.text;
}

const workloads = {
  echo: irsaFields(),
  reports: podIdentityFields({
    serviceAccount: "reports/reporter",
    serviceAccountOwner: "manifest",
    permissions: {
      managedPolicies: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
      statements: [{ actions: ["s3:GetObject"], resources: ["*"] }],
    },
  }),
};

function example(override: object = {}): Promise<Environment> {
  return loadFields(
    environmentFields({
      backend: {
        s3: { bucket: "acme-state", region: "us-east-1", prefix: "identity" },
      },
      clusters: {
        us: clusterFields(),
        old: { region: "us-east-1", retired: true },
      },
      workloads,
      ...override,
    }),
  );
}

describe("a bundle", () => {
  it("has a folder of files by subject for each stack", async () => {
    const files = bundleOf(await example(), keep);
    expect(files.map(({ path }) => path)).toEqual([
      "README.md",
      "access.json",
      "access.md",
      "inputs.json",
      "test-old/backend.tf",
      "test-old/cluster.tf",
      "test-old/permissions/applier.json",
      "test-old/providers.tf",
      "test-old/versions.tf",
      "test-us/backend.tf",
      "test-us/cluster.tf",
      "test-us/outputs.tf",
      "test-us/permissions/applier.json",
      "test-us/providers.tf",
      "test-us/service-accounts.yaml",
      "test-us/versions.tf",
      "test-us/workloads.tf",
      "SHA256SUMS",
    ]);
  });

  it("says in a line before each workload who gets what by which path", async () => {
    const files = bundleOf(await example(), keep);
    expect(textOf(files, "test-us/workloads.tf").match(/^#.*\n.*$/gm)).toEqual([
      '# echo: service account echo/aws-sa becomes test-us-echo by IRSA, and may only say who it is\nresource "aws_iam_role" "echo" {',
      '# reports: service account reports/reporter becomes test-us-reports by EKS Pod Identity, with ReadOnlyAccess and 1 statement of its own\nresource "aws_iam_role" "reports" {',
    ]);
    const json = bundleOf(await example(), { ...keep, format: "json" });
    expect(
      JSON.parse(textOf(json, "test-us/workloads.tf.json")),
    ).toHaveProperty(
      ["resource", "aws_iam_role", "echo", "//"],
      "echo: service account echo/aws-sa becomes test-us-echo by IRSA, and may only say who it is",
    );
  });

  it("has sums of all files, and a digest of the sums", async () => {
    const files = bundleOf(await example(), keep);
    const sums = textOf(files, "SHA256SUMS");
    const sha256 = (text: string): string =>
      createHash("sha256").update(text).digest("hex");
    expect(sums).toBe(
      files
        .filter(({ path }) => path !== "SHA256SUMS")
        .map(({ path, text }) => `${sha256(text)}  ${path}\n`)
        .join(""),
    );
    expect(bundleDigest(files)).toBe(sha256(sums));
  });

  it("is the same for the same meaning, whatever the order of keys", async () => {
    const reversed = Object.fromEntries(Object.entries(workloads).reverse());
    expect(bundleOf(await example({ workloads: reversed }), keep)).toEqual(
      bundleOf(await example(), keep),
    );
  });

  it("names no machine, no date and no commit", async () => {
    const files = bundleOf(await shipped("prod"), keep);
    for (const { path, text } of files) {
      expect([path, text]).not.toEqual([
        path,
        expect.stringContaining(repository),
      ]);
      expect([path, text]).not.toEqual([
        path,
        expect.stringMatching(/\b20[2-9]\d-\d\d-\d\d\b|\b[0-9a-f]{40}\b/),
      ]);
    }
  });

  it("names the kind of backend only, where the receiving team keeps state of its own", async () => {
    const files = bundleOf(await example(), { ...keep, backend: "partial" });
    expect(textOf(files, "test-us/backend.tf")).toBe(
      'terraform {\n  backend "s3" {}\n}\n',
    );
    expect(textOf(files, "test-us/permissions/applier.json")).not.toContain(
      "s3:",
    );
    const commands = textOf(files, "README.md").match(
      /^terraform (init|state push) .*$/gm,
    );
    expect(commands).toEqual([
      "terraform init -input=false -backend-config=../../test-old.tfbackend",
      "terraform state push ../../test-old.tfstate",
      "terraform init -input=false -backend-config=../../test-us.tfbackend",
      "terraform state push ../../test-us.tfstate",
      "terraform init -input=false -backend-config=../../test-old.tfbackend",
      "terraform init -input=false -backend-config=../../test-us.tfbackend",
    ]);
  });

  it("is refused where the receiving team would start from an empty state", async () => {
    const local = await example({ backend: { local: {} } });
    expect(() => bundleOf(local, keep)).toThrow(
      "test keeps its state in local files, and whoever gets the bundle would start from an empty state",
    );
    const partial = bundleOf(local, { ...keep, backend: "partial" });
    expect(textOf(partial, "test-us/backend.tf")).toContain('"local" {}');
  });

  it("names the workloads whose roles have no boundary, and who must make them", async () => {
    const files = bundleOf(await example(), keep);
    expect(textOf(files, "README.md")).toContain(
      "**an administrator of IAM for echo, reports**",
    );
  });

  it("tells of what each stack needs beside Terraform", async () => {
    const section = (text: string): string =>
      /### test-us\n[^]*?(?=\n##)/.exec(text)?.[0] ?? "";
    const both = section(textOf(bundleOf(await example(), keep), "README.md"));
    expect(both).toContain("`kubectl`");
    expect(both).toContain("`aws eks get-token`");
    const external = section(
      textOf(
        bundleOf(
          await example({
            workloads: {
              echo: irsaFields({ serviceAccountOwner: "external" }),
            },
          }),
          keep,
        ),
        "README.md",
      ),
    );
    expect(external).not.toContain("kubectl");
    expect(external).not.toContain("get-token");
  });
});

describe("a second hand-off into the same folder", () => {
  it("says which files and whose access changed", async () => {
    const folder = join(temporaryFolder(), "bundle");
    writeBundle(folder, bundleOf(await example(), keep));
    const next = await example({
      workloads: {
        echo: irsaFields({ serviceAccount: "echo/other" }),
        reports: {
          ...workloads.reports,
          identity: "irsa",
          permissions: {
            managedPolicies: ["arn:aws:iam::aws:policy/AdministratorAccess"],
          },
        },
      },
    });
    const changes = writeBundle(folder, bundleOf(next, keep));
    expect(changes.changed).toContain("test-us/workloads.tf");
    expect(changes.access).toEqual([
      "loses    test-us echo/aws-sa: test-us-echo by irsa",
      "gains    test-us echo/other: test-us-echo by irsa",
      "changes  test-us reports/reporter: pod-identity becomes irsa, trust, permissions",
    ]);
  });
});

/** Every environment that is shipped, in every form, and where to find its stacks. */
async function everyBundle(): Promise<
  readonly { readonly name: string; readonly files: readonly BundleFile[] }[]
> {
  const bundles = [];
  for (const name of ["prod", "dev", "sandbox"])
    for (const format of ["hcl", "json"] as const) {
      const environment = await shipped(name);
      const backend = environment.backend.kind === "local" ? "partial" : "keep";
      const files = bundleOf(environment, { format, backend });
      bundles.push({ name: `${name}-${format}`, files });
    }
  return bundles;
}

it("means the same in HCL and in JSON", async () => {
  const environment = await shipped("prod");
  const [hcl, json] = (["hcl", "json"] as const).map((format) =>
    bundleOf(environment, { ...keep, format }),
  );
  const terraformFiles = (json ?? []).filter(({ path }) =>
    path.endsWith(".tf.json"),
  );
  expect(terraformFiles.length).toBeGreaterThan(8);
  for (const { path, text } of terraformFiles) {
    const withoutComments = JSON.parse(text, (key, value: unknown) =>
      key === "//" ? undefined : value,
    ) as object;
    const other = textOf(hcl ?? [], path.replace(/\.json$/, ""));
    expect([path, await meaningOfHcl(other)]).toEqual([
      path,
      meaningOfJson(withoutComments),
    ]);
  }
});

itNeeds([terraform], "leaves nothing for terraform fmt to do", async () => {
  const folder = temporaryFolder();
  for (const { name, files } of await everyBundle())
    writeBundle(join(folder, name), files);
  const { status, stdout } = await runTerraform(folder, [
    "fmt",
    "-check",
    "-diff",
    "-recursive",
  ]);
  expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
});
