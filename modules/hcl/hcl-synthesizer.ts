import type {
  IStackSynthesizer,
  ISynthesisSession,
  TerraformStack,
} from "cdktf";
import { StackSynthesizer } from "cdktf/lib/synthesize/synthesizer";
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { blockPathsOf } from "./block-paths";
import type { JsonObject } from "./json";
import { writeConfiguration } from "./write-configuration";

/** What cdktf calls the files of a stack, in both modes. */
const fileNames = {
  json: "cdk.tf.json",
  hcl: "cdk.tf",
  metadata: "metadata.json",
} as const;

/**
 * Synthesizes a stack as Terraform JSON or, where the app asks for it by SYNTH_HCL_OUTPUT=true, as HCL of our
 * own: `stack.synthesizer = new HclSynthesizer(stack)`. cdktf's own HCL can't be applied where a stack has
 * conditions, version constraints or documents with quotes. What the other mode left is taken away: Terraform
 * would read both.
 *
 * @throws Error where the stack is invalid, as cdktf's synthesizer does, or holds what can't be written as HCL
 */
export class HclSynthesizer implements IStackSynthesizer {
  private readonly json: StackSynthesizer;

  constructor(private readonly stack: TerraformStack) {
    // As cdktf's own stacks do: its command line shows such annotations itself.
    const continueOnErrors =
      process.env.CDKTF_CONTINUE_SYNTH_ON_ERROR_ANNOTATIONS !== undefined;
    this.json = new StackSynthesizer(stack, continueOnErrors, false);
  }

  synthesize(session: ISynthesisSession): void {
    this.json.synthesize(session);
    const { synthesizedStackPath } = session.manifest.forStack(this.stack);
    const file = join(session.outdir, synthesizedStackPath);
    const remove = (name: string): void => {
      rmSync(join(dirname(file), name), { force: true });
    };
    if (!file.endsWith(`/${fileNames.hcl}`)) {
      remove(fileNames.hcl);
      remove(fileNames.metadata);
      return;
    }
    // The file of this mode has its name, and holds JSON still.
    const configuration = JSON.parse(readFileSync(file, "utf8")) as JsonObject;
    remove(fileNames.hcl);
    writeFileSync(
      file,
      writeConfiguration(
        configuration,
        blockPathsOf(this.stack, configuration),
      ),
    );
    writeFileSync(
      join(dirname(file), fileNames.metadata),
      `${JSON.stringify(metadataOf(configuration), undefined, 2)}\n`,
    );
    remove(fileNames.json);
  }
}

/** What cdktf's command line reads of a stack beside its HCL. */
function metadataOf(configuration: JsonObject): JsonObject {
  return Object.fromEntries(
    ["//", "import", "terraform"].flatMap((key) => {
      const value = configuration[key];
      return value === undefined ? [] : [[key, value]];
    }),
  );
}
