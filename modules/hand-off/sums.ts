import { createHash } from "node:crypto";
import { jsonencode } from "../terraform-text";
import type { Environment } from "../environment";
import type { BundleFile } from "./bundle-file";

/** The file that lists the sums of all others. */
export const sumsFile = "SHA256SUMS";

/** In the form that `sha256sum --check` reads, in the order of the files. */
export function sumsOf(files: readonly BundleFile[]): string {
  return files.map(({ path, text }) => `${sha256(text)}  ${path}\n`).join("");
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

/** The paths and sums of a text that {@link sumsOf} made; lines of another form are left out. */
export function parseSums(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split("\n").flatMap((line) => {
      const [, sum, path] = /^([0-9a-f]{64}) {2}(.+)$/.exec(line) ?? [];
      return sum === undefined || path === undefined ? [] : [[path, sum]];
    }),
  );
}

export function sha256(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
