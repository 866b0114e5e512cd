import {
  mkdirSync,
  readFileSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ForeignFiles, writeBundle } from "../../modules/hand-off";
import type { BundleFile } from "../../modules/hand-off";
import { sumsOf } from "../../modules/hand-off/sums";
import { filesBelow } from "../support/project-folder";
import { temporaryFolder } from "../support/temporary-folder";

function bundle(
  texts: Readonly<Record<string, string>>,
): readonly BundleFile[] {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  return [...files, { path: "SHA256SUMS", text: sumsOf(files) }];
}

const inputs = '{"kind":"eks-workload-identity hand-off"}\n';
const first = bundle({
  "inputs.json": inputs,
  "README.md": "one\n",
  "a/main.tf": "a\n",
  "b/x/y": "b",
});
const second = bundle({
  "inputs.json": inputs,
  "README.md": "two\n",
  "a/main.tf": "a\n",
  "c/z": "c",
});

it("writes into a new folder, and takes the place of what it wrote", () => {
  const folder = join(temporaryFolder(), "new", "folder");
  expect(writeBundle(folder, first)).toEqual({
    isFirst: true,
    added: first.map(({ path }) => path),
    changed: [],
    removed: [],
    access: [],
  });
  expect(writeBundle(folder, second)).toEqual({
    isFirst: false,
    added: ["c/z"],
    changed: ["README.md"],
    removed: ["b/x/y"],
    access: [],
  });
  expect(filesBelow(folder)).toEqual(
    new Map(
      second
        .map(({ path, text }) => [path, text] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ),
  );
  expect(writeBundle(folder, second)).toEqual({
    isFirst: false,
    added: [],
    changed: [],
    removed: [],
    access: [],
  });
});

it.each<[string, (folder: string) => void, string]>([
  [
    "a file that was added",
    (folder) => {
      writeFileSync(join(folder, "notes.md"), "mine");
    },
    "not of a bundle: notes.md",
  ],
  [
    "a file that was changed",
    (folder) => {
      writeFileSync(join(folder, "a/main.tf"), "changed");
    },
    "changed since it was written: a/main.tf",
  ],
  [
    "a file that was changed beside one that was added",
    (folder) => {
      writeFileSync(join(folder, "README.md"), "changed");
      writeFileSync(join(folder, "A.md"), "mine");
    },
    "changed since it was written: README.md; not of a bundle: A.md",
  ],
  [
    "a changed file whose sum was changed too",
    (folder) => {
      writeFileSync(join(folder, "a/main.tf"), "changed");
      writeFileSync(
        join(folder, "SHA256SUMS"),
        "0".repeat(64) + "  a/main.tf\n",
      );
    },
    "not of a bundle: README.md, SHA256SUMS, a/main.tf, b/x/y, inputs.json",
  ],
  [
    "what Terraform leaves",
    (folder) => {
      mkdirSync(join(folder, "a/.terraform"));
      writeFileSync(join(folder, "a/.terraform/terraform.tfstate"), "{}");
    },
    "not of a bundle: a/.terraform/terraform.tfstate",
  ],
  [
    "a link in the place of a file",
    (folder) => {
      const elsewhere = join(temporaryFolder({ target: "a\n" }), "target");
      unlinkSync(join(folder, "a/main.tf"));
      symlinkSync(elsewhere, join(folder, "a/main.tf"));
    },
    "changed since it was written: a/main.tf",
  ],
  [
    "a folder without sums",
    (folder) => {
      unlinkSync(join(folder, "SHA256SUMS"));
    },
    "not of a bundle: README.md, a/main.tf, b/x/y, inputs.json",
  ],
  [
    "a name that would do something to a terminal",
    (folder) => {
      writeFileSync(join(folder, "\u001b[31mX\nY"), "");
    },
    "not of a bundle: \\u{1B}[31mX\\u{A}Y",
  ],
])("refuses %s, and writes nothing", (_, change, named) => {
  const folder = temporaryFolder();
  writeBundle(folder, first);
  change(folder);
  const before = filesBelow(folder);
  expect(() => writeBundle(folder, second)).toThrow(ForeignFiles);
  expect(() => writeBundle(folder, second)).toThrow(
    `${folder} can't be replaced by a bundle: ${named}; name another folder, or take these away`,
  );
  expect(filesBelow(folder)).toEqual(before);
});

it("refuses a download with sums of its own, and deletes nothing", () => {
  const file = { path: "app.bin", text: "precious" };
  const folder = temporaryFolder({
    "app.bin": file.text,
    SHA256SUMS: sumsOf([file]),
  });
  expect(() => writeBundle(folder, first)).toThrow(
    `${folder} can't be replaced by a bundle: not of a bundle: SHA256SUMS, app.bin; name another folder, or take these away`,
  );
  const sums = temporaryFolder({ SHA256SUMS: sumsOf([file]) });
  expect(() => writeBundle(sums, first)).toThrow(ForeignFiles);
});

it("names ten files at most, and looks no further", () => {
  const names = Array.from({ length: 12 }, (_, index) => `file-${10 + index}`);
  const folder = temporaryFolder(
    Object.fromEntries(names.map((name) => [name, ""])),
  );
  const listed = (count: number, more: string): string =>
    `: not of a bundle: ${names.slice(0, count).join(", ")}${more}; name another`;
  expect(() => writeBundle(folder, first)).toThrow(listed(10, ", and more"));
  for (const name of names.slice(10)) unlinkSync(join(folder, name));
  expect(() => writeBundle(folder, first)).toThrow(listed(10, ""));
});

it("goes on after a run that was stopped in the middle", () => {
  const folder = temporaryFolder();
  writeBundle(folder, first);
  const sums = readFileSync(join(folder, "SHA256SUMS"), "utf8");
  // As far as it came: the sums of both, and one new file.
  const next = second.filter(({ path }) => path !== "SHA256SUMS");
  writeFileSync(join(folder, "SHA256SUMS"), sums + sumsOf(next));
  writeFileSync(join(folder, "README.md"), "two\n");
  expect(writeBundle(folder, second)).toMatchObject({
    added: ["c/z"],
    changed: [],
    removed: ["b/x/y"],
  });
  expect(readFileSync(join(folder, "SHA256SUMS"), "utf8")).toBe(sumsOf(next));
});

it("refuses a link to a folder, and a file", () => {
  const target = temporaryFolder();
  const link = join(temporaryFolder(), "link");
  symlinkSync(target, link);
  expect(() => writeBundle(link, first)).toThrow(ForeignFiles);
  const file = join(temporaryFolder({ file: "text" }), "file");
  expect(() => writeBundle(file, first)).toThrow(ForeignFiles);
  expect(readFileSync(file, "utf8")).toBe("text");
});
