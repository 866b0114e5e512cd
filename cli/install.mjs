// Installs the packages where that was not done yet, or the lock file is newer: it runs before anything
// is installed, so it uses nothing but Node.
import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const project = join(dirname(fileURLToPath(import.meta.url)), "..");
const changed = (file) =>
  statSync(join(project, file), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const [major, minor] = process.versions.node.split(".").map(Number);
if (!((major === 20 && minor >= 19) || (major === 22 && minor >= 13)))
  console.error(
    `Node ${process.versions.node} is not tested here; install Node.js 20.19 or 22.13, or later ones of these lines`,
  );
if (changed("node_modules/.package-lock.json") < changed("package-lock.json")) {
  console.log("installing packages (npm ci) ...");
  const { status } = spawnSync("npm", ["ci", "--no-audit", "--no-fund"], {
    cwd: project,
    stdio: ["ignore", "inherit", "inherit"],
    shell: process.platform === "win32",
  });
  process.exitCode = status ?? 1;
}
