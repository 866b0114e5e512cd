import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { acceptancesOf } from "../../modules/deployment";
import type { Environment } from "../../modules/environment";
import { environmentFields, type Fields } from "../support/environment-fields";
import { loadDirectory } from "../support/load";
import { temporaryFolder } from "../support/temporary-folder";

const risk = {
  id: "trust-wildcard-subject",
  workload: "echo",
  reason: "a reason",
};
const today = "2026-11-24";

/** A repository whose branch `main` has one file and whose work tree has another. */
async function changeOf(
  base: Fields | string,
  head: Fields,
): Promise<{ readonly project: string; readonly environment: Environment }> {
  const project = temporaryFolder({
    "environments/test.yaml":
      typeof base === "string" ? base : stringify(environmentFields(base)),
  });
  const git = (...args: readonly string[]): void => {
    execFileSync(
      "git",
      ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args],
      { cwd: project, stdio: "ignore" },
    );
  };
  git("init", "--initial-branch=main");
  git("add", ".");
  git("commit", "--message=base");
  writeFileSync(
    join(project, "environments/test.yaml"),
    stringify(environmentFields(head)),
  );
  const [environment] = await loadDirectory(join(project, "environments"));
  if (environment === undefined) throw new Error("no environment");
  return { project, environment };
}

test("an acceptance counts where the base branch has it", async () => {
  const change = await changeOf(
    { acceptedRisks: [risk] },
    { acceptedRisks: [risk, { ...risk, id: "new" }] },
  );
  expect(acceptancesOf({ ...change, base: "main", today })).toEqual({
    counting: [risk],
    warnings: [
      `the acceptance of new for echo doesn't count: the base branch "main" doesn't have it`,
    ],
  });
});

test("a longer time or another reason is another acceptance", async () => {
  const change = await changeOf(
    { acceptedRisks: [{ ...risk, until: "2026-12-31" }] },
    { acceptedRisks: [{ ...risk, until: "2027-12-31" }] },
  );
  expect(acceptancesOf({ ...change, base: "main", today }).counting).toEqual(
    [],
  );
});

test("one that ended counts no more, and says so", async () => {
  const acceptedRisks = [{ ...risk, until: "2026-11-23" }];
  const change = await changeOf({ acceptedRisks }, { acceptedRisks });
  expect(acceptancesOf({ ...change, base: "main", today })).toEqual({
    counting: [],
    warnings: [
      "the acceptance of trust-wildcard-subject for echo doesn't count: it ended on 2026-11-23",
    ],
  });
  const dayBefore = { ...change, base: "main", today: "2026-11-23" };
  expect(acceptancesOf(dayBefore).counting).toEqual(acceptedRisks);
});

test.each([
  ["a branch that isn't there", "origin/nosuch"],
  ["an option", "--textconv"],
  ["another command's syntax", "main:README.md"],
  ["nothing", ""],
])("none counts, loudly, where the base is %s", async (_, base) => {
  const change = await changeOf(
    { acceptedRisks: [risk] },
    { acceptedRisks: [risk] },
  );
  const { counting, warnings } = acceptancesOf({ ...change, base, today });
  expect(counting).toEqual([]);
  expect(warnings).toEqual([
    expect.stringMatching(
      /^NO ACCEPTED RISK COUNTS: environments\/test\.yaml /,
    ),
  ]);
});

test("none counts where the base's file is not readable", async () => {
  const change = await changeOf("acceptedRisks: [", { acceptedRisks: [risk] });
  expect(acceptancesOf({ ...change, base: "main", today }).warnings).toEqual([
    expect.stringMatching(/^NO ACCEPTED RISK COUNTS/),
  ]);
});

test("no base is asked for where nothing is accepted", async () => {
  const change = await changeOf({}, {});
  expect(acceptancesOf({ ...change, base: "nosuch", today })).toEqual({
    counting: [],
    warnings: [],
  });
});
