import { createHash } from "node:crypto";
import { jsonencode } from "../terraform-text";
import type { Environment } from "../environment";
import type { BundleFile } from "./bundle-file";

/** The file that lists the sums of all others. */
export const sumsFile = "SHA256SUMS";

/** In the form that `sha256sum --check` reads, in the order of the files. */
export function sumsOf(files: readonly BundleFile[]): string {
  return files.map(({ path, text }) => formatSum(sha256(text), path)).join("");
}

export function formatSum(sum: string, path: string): string {
  return `${sum}  ${path}\n`;
}

/**
 * The digest of a whole bundle: of its sums, which must be in it. It goes another way than the bundle: a sum
 * inside a bundle authenticates nothing.
 */
export function bundleDigest(files: readonly BundleFile[]): string {
  const sums = files.find(({ path }) => path === sumsFile);
  if (sums === undefined) throw new Error(`the bundle has no ${sumsFile}`);
  return sha256(sums.text);
}

/** The digest of what an environment means: comments, order and includes of its files don't matter. */
export function inputsDigest(environment: Environment): string {
  return sha256(jsonencode(environment));
}

/** The sums of each path in a text of such lines; lines of another form are left out. */
export function parseSums(
  text: string,
): ReadonlyMap<string, ReadonlySet<string>> {
  const sums = new Map<string, Set<string>>();
  for (const line of text.split("\n")) {
    const [, sum, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
    if (sum === undefined || path === undefined) continue;
    const all = sums.get(path) ?? new Set();
    sums.set(path, all.add(sum));
  }
  return sums;
}

export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
