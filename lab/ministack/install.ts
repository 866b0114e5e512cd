import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { cacheDirectory } from "../cache-directory";
import { MissingComponent } from "../missing-component";

/**
 * Installs the pinned MiniStack in a Python environment of its own, once, in the user's cache. Whatever
 * ends in the middle leaves nothing that the next run would take for whole.
 *
 * @returns the Python that has it.
 * @throws MissingComponent where there is no Python, or MiniStack can't be installed.
 */
export function installMinistack(
  environment: NodeJS.ProcessEnv,
  say: (line: string) => void,
): string {
  const named = environment.LAB_MINISTACK_PYTHON;
  if (named !== undefined && named !== "") return named;
  const requirements = join(__dirname, "requirements.txt");
  const version = createHash("sha256")
    .update(readFileSync(requirements))
    .digest("hex")
    .slice(0, 12);
  const folder = join(cacheDirectory(environment), `ministack-${version}`);
  const python = (base: string): string => join(base, "bin/python");
  if (existsSync(join(folder, "complete"))) return python(folder);

  say(
    "installing MiniStack (an emulated AWS) in a Python environment of its own ...",
  );
  mkdirSync(dirname(folder), { recursive: true });
  const making = mkdtempSync(`${folder}-`);
  try {
    run(
      "python3",
      ["-m", "venv", making],
      "Python 3.10 or later with its venv module (on Debian: apt-get install python3-venv)",
      environment,
    );
    run(
      python(making),
      [
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "-r",
        requirements,
      ],
      "MiniStack from the Python package index (or name a Python that has it by LAB_MINISTACK_PYTHON)",
      environment,
    );
    mkdirSync(join(making, "complete"));
    try {
      renameSync(making, folder);
    } catch {
      // Another lab was faster.
      if (!existsSync(join(folder, "complete")))
        throw new MissingComponent(`can't write ${folder}`);
    }
  } finally {
    rmSync(making, { recursive: true, force: true });
  }
  return python(folder);
}

function run(
  command: string,
  args: readonly string[],
  what: string,
  environment: NodeJS.ProcessEnv,
): void {
  const { status, stderr, error } = spawnSync(command, args, {
    env: environment,
    encoding: "utf8",
    timeout: 300_000,
  });
  if (status !== 0)
    throw new MissingComponent(`missing: ${what}\n${error?.message ?? stderr}`);
}
