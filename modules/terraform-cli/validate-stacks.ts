import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findProvider } from "./find-provider";
import {
  findTerraform,
  missingTerraform,
  type Terraform,
} from "./find-terraform";
import { writeProviderMirror } from "./provider-mirror";
import { validateStack } from "./validate-stack";

export interface ValidateStacksProps {
  /** Stack -> the folder that holds its `cdk.tf.json`. */
  readonly stacks: ReadonlyMap<string, string>;
  readonly environment: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}

/**
 * Validates stacks with the Terraform and the providers that this machine has or its registry gives. What
 * could not be had, and so was not validated, is said by name.
 *
 * @returns whether nothing that could be validated is invalid.
 */
export function validateStacks(props: ValidateStacksProps): boolean {
  const { environment, say } = props;
  const terraform = findTerraform(environment);
  if (terraform === undefined) {
    say(`NOT VALIDATED: ${missingTerraform(environment)}`);
    return true;
  }
  const providers = ["hashicorp/aws", "hashicorp/kubernetes"].flatMap(
    (name) => findProvider(name, environment) ?? [],
  );
  say(
    `with ${[terraform.version, ...providers.map(({ provider, version }) => `${provider} ${version}`)].join(", ")}`,
  );
  const folder = mkdtempSync(join(tmpdir(), "validate-stacks-"));
  try {
    const configFile = writeProviderMirror(folder, providers);
    return [...props.stacks]
      .map(([stack, stackFolder]) =>
        validateOne(
          { ...props, terraform, folder, configFile },
          stack,
          stackFolder,
        ),
      )
      .every(Boolean);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Context extends ValidateStacksProps {
  readonly terraform: Terraform;
  readonly folder: string;
  readonly configFile: string;
}

/** Tries the whole stack, then without the Kubernetes provider, where a provider can't be had. */
function validateOne(
  context: Context,
  stack: string,
  stackFolder: string,
): boolean {
  const { say } = context;
  for (const without of [[], ["kubernetes"]]) {
    const result = validateStack({
      ...context,
      stackFolder,
      workFolder: join(context.folder, stack),
      without,
    });
    if (result.valid) {
      say(
        without.length === 0
          ? `${stack}: valid`
          : `${stack}: valid, but its Kubernetes part was NOT VALIDATED: the provider hashicorp/kubernetes could not be had; name its executable by TERRAFORM_PROVIDER_KUBERNETES`,
      );
      return true;
    }
    if (!isUnreachable(result.message)) {
      say(`${stack}: NOT VALID\n${result.message}`);
      return false;
    }
  }
  say(
    `${stack}: NOT VALIDATED: the provider hashicorp/aws could not be had; name its executable by TERRAFORM_PROVIDER_AWS`,
  );
  return true;
}

function isUnreachable(message: string): boolean {
  return /Failed to (query available provider packages|install provider)|Could not (retrieve|connect)|could not connect to/i.test(
    message,
  );
}
