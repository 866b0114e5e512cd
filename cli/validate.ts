import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadEnvironments, type Cluster } from "../modules/environment";
import {
  findProvider,
  findTerraform,
  validateStack,
  writeProviderMirror,
} from "../modules/terraform-cli";

const projectDirectory = join(__dirname, "..");

void demo();

/**
 * Runs the main job on the shipped environments: synthesizes them with cdktf, validates every stack with
 * the real Terraform and says what each stack gives whom. Exit status 0 when every stack is valid, or could
 * not be validated for want of a program that is named.
 */
async function demo(): Promise<void> {
  const { environments, faults } = await loadEnvironments({
    directory: join(projectDirectory, "environments"),
  });
  if (faults.length > 0) {
    say("the environment files have faults; run npm run check");
    process.exitCode = 1;
    return;
  }
  say("1. cdktf synth: environments/*.yaml -> cdktf.out/stacks/*/cdk.tf.json");
  if (!synthesize()) {
    process.exitCode = 1;
    return;
  }
  say("\n2. terraform validate");
  const clusters = environments.flatMap(({ clusters: all }) => all);
  const valid = validateAll(clusters.map(({ stack }) => stack));
  say("\n3. what each stack gives whom");
  for (const cluster of clusters) describe(cluster);
  say(
    "\nNext: npx cdktf diff dev-us (a plan; needs AWS credentials), or edit environments/ and run npm run check.",
  );
  if (!valid) process.exitCode = 1;
}

function synthesize(): boolean {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [
      join(projectDirectory, "node_modules/cdktf-cli/bundle/bin/cdktf.js"),
      "synth",
    ],
    {
      cwd: projectDirectory,
      encoding: "utf8",
      env: {
        ...process.env,
        CHECKPOINT_DISABLE: "1",
        ENVIRONMENT: "",
        FORCE_COLOR: "0",
      },
    },
  );
  if (status === 0) return true;
  process.stderr.write(`${stdout}${stderr}\n`);
  return false;
}

/** Validates stacks with what this machine has, and says loudly what it doesn't have. */
function validateAll(stacks: readonly string[]): boolean {
  const terraform = findTerraform(process.env);
  if (terraform === undefined) {
    warn(
      "NOT VALIDATED: neither terraform nor tofu runs here; install Terraform 1.10 or later, or name one by TERRAFORM_BINARY_NAME",
    );
    return true;
  }
  const providers = ["hashicorp/aws", "hashicorp/kubernetes"].flatMap(
    (name) => findProvider(name, process.env) ?? [],
  );
  say(
    `   with ${[terraform.version, ...providers.map(({ provider, version }) => `${provider} ${version}`)].join(", ")}`,
  );
  const folder = mkdtempSync(join(tmpdir(), "workload-identity-demo-"));
  try {
    const configFile = writeProviderMirror(folder, providers);
    return stacks
      .map((stack) => {
        const validate = (without: readonly string[]) =>
          validateStack({
            terraform,
            stackFolder: join(projectDirectory, "cdktf.out/stacks", stack),
            workFolder: join(folder, stack),
            configFile,
            without,
            environment: process.env,
          });
        const whole = validate([]);
        if (whole.valid) {
          say(`   ${stack}: valid`);
          return true;
        }
        if (!isUnreachable(whole.message)) {
          warn(`   ${stack}: NOT VALID\n${whole.message}`);
          return false;
        }
        const rest = validate(["kubernetes"]);
        if (rest.valid) {
          warn(
            `   ${stack}: valid but for its Kubernetes part, which was NOT VALIDATED: the provider hashicorp/kubernetes could not be had; name its executable by TERRAFORM_PROVIDER_KUBERNETES`,
          );
          return true;
        }
        if (!isUnreachable(rest.message)) {
          warn(`   ${stack}: NOT VALID\n${rest.message}`);
          return false;
        }
        warn(
          `   ${stack}: NOT VALIDATED: the provider hashicorp/aws could not be had from the registry; name its executable by TERRAFORM_PROVIDER_AWS`,
        );
        return true;
      })
      .every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isUnreachable(message: string): boolean {
  return /Failed to (query available provider packages|install provider)|Could not (retrieve|connect)|could not connect to/i.test(
    message,
  );
}

function describe(cluster: Cluster): void {
  const file = join(
    projectDirectory,
    "cdktf.out/stacks",
    cluster.stack,
    "cdk.tf.json",
  );
  if (!existsSync(file)) return;
  const { resource } = JSON.parse(readFileSync(file, "utf8")) as {
    readonly resource?: Readonly<Record<string, object>>;
  };
  const resources = Object.values(resource ?? {}).flatMap((all) =>
    Object.keys(all),
  ).length;
  say(
    `   ${cluster.stack} (EKS cluster ${cluster.name}): ${resources} resources`,
  );
  for (const { name, identity, role, serviceAccounts } of cluster.workloads)
    for (const one of serviceAccounts)
      say(
        `     ${name}: ${one.namespace}/${"name" in one ? one.name : one.namePattern} -> ${role.arn} by ${identity}`,
      );
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function warn(line: string): void {
  process.stderr.write(`${line}\n`);
}
