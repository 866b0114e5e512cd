import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  findProvider,
  writeProviderMirror,
} from "../../../modules/terraform-cli";
import { keptPlan, planOf, readIfThere, type Terraform } from "./plan-story";
import { settledState } from "./settled-state";

/**
 * Makes the plans of the stories that are named, or of all: of `before` a state, of `after` on that state the plan.
 * Run it after a change of a story: node --import tsx __tests__/review/support/write-stories.ts [story...]
 */
async function writeStories(names: readonly string[]): Promise<void> {
  const root = join(__dirname, "../stories");
  const work = mkdtempSync(join(tmpdir(), "stories-"));
  const terraform = terraformFrom(work);
  for (const name of readdirSync(root).sort()) {
    if (names.length > 0 && !names.includes(name)) continue;
    const story = join(root, name);
    let round = 0;
    const state = existsSync(join(story, "before.tf"))
      ? await settledState((reached) =>
          planOf(
            terraform,
            story,
            join(work, `${name}-${round++}`),
            "before",
            reached,
          ),
        )
      : undefined;
    if (state !== undefined) writeFileSync(join(story, "state.json"), state);
    const plan = await planOf(
      terraform,
      story,
      join(work, name),
      "after",
      state,
    );
    const kept = keptPlan(plan);
    if (kept !== readIfThere(join(story, "plan.json")))
      writeFileSync(join(story, "plan.json"), kept);
    process.stdout.write(`${name}\n`);
  }
  rmSync(work, { recursive: true, force: true });
}

function terraformFrom(work: string): Terraform {
  const found = ["aws", "kubernetes"].flatMap(
    (name) => findProvider(`hashicorp/${name}`, process.env) ?? [],
  );
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    CHECKPOINT_DISABLE: "1",
    AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
    AWS_SECRET_ACCESS_KEY: "secret",
    TF_CLI_CONFIG_FILE: writeProviderMirror(work, found),
  };
  return (folder, args) => {
    const { status, stdout, stderr } = spawnSync("terraform", args, {
      cwd: folder,
      env,
      encoding: "utf8",
      maxBuffer: 1 << 30,
    });
    // A failed precondition ends a plan with an error, and the plan is written.
    return status === 0 || existsSync(join(folder, "plan"))
      ? Promise.resolve(stdout)
      : Promise.reject(new Error(`${stdout}${stderr}`));
  };
}

writeStories(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
