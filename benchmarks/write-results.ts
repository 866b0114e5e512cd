import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format } from "prettier";

/**
 * Puts tables into this folder's README, between `<!-- <name> -->` and `<!-- end of <name> -->`.
 *
 * @throws Error where the README has no such place.
 */
export async function writeResults(name: string, text: string): Promise<void> {
  const file = join(__dirname, "README.md");
  const readme = readFileSync(file, "utf8");
  const place = new RegExp(
    `(?<=<!-- ${name} -->\n)[^]*(?=<!-- end of ${name} -->)`,
  );
  if (!place.test(readme)) throw new Error(`no place for ${name} in ${file}`);
  writeFileSync(
    file,
    await format(
      readme.replace(place, () => `\n${text}\n\n`),
      { parser: "markdown" },
    ),
  );
}
