import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import {
  formatFault,
  loadEnvironments,
  type Environment,
} from "../../modules/environment";

/** Loads environment files given as path below `environments/` to text, and fails on a fault. */
export async function loadFiles(
  files: Readonly<Record<string, string>>,
): Promise<readonly Environment[]> {
  const directory = mkdtempSync(join(tmpdir(), "environments-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(directory, path)), { recursive: true });
      writeFileSync(join(directory, path), text);
    }
    const { environments, faults } = await loadEnvironments({ directory });
    if (faults.length > 0) throw new Error(faults.map(formatFault).join("\n"));
    return environments;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
