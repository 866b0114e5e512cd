import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { archiveOf } from "../../modules/hand-off";
import { filesBelow } from "../support/project-folder";
import { temporaryFolder } from "../support/temporary-folder";

const files = [
  { path: "README.md", text: "# é\n" },
  { path: "prod-us/permissions/applier.json", text: "{}\n" },
  { path: "empty", text: "" },
  { path: `long/${"name-".repeat(30)}`, text: "x".repeat(10_000) },
];

it("is what tar takes apart, with one folder at the top", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "a.tar.gz"), await archiveOf(files, "prod"));
  const { status, stderr } = spawnSync("tar", ["-xzf", "a.tar.gz"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const unpacked = filesBelow(join(folder, "prod"));
  expect(Object.fromEntries(unpacked)).toEqual(
    Object.fromEntries(files.map(({ path, text }) => [path, text])),
  );
});

it("has the same bytes on every machine", async () => {
  const digest = createHash("sha256")
    .update(await archiveOf(files, "prod"))
    .digest("hex");
  expect(digest).toMatchInlineSnapshot(
    `"c946e0557aed0251255247a0f3b4d9c659e4fc7b4272f733c0efa782f6bf02bc"`,
  );
});
