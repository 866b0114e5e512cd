import { chmodSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { applyStacks, planStacks } from "../../modules/deployment";
import { runTerraform } from "../../modules/terraform-cli";
import { temporaryFolder } from "../support/temporary-folder";

/**
 * A Terraform that works until it is interrupted, counts interrupts, and ends in good order. In a folder with
 * a file `done` it ends at once.
 */
const script = `#!/bin/sh
count=0
trap 'count=$((count + 1))' INT
[ -e done ] && exit 0
echo "working @team"
printf '\\033[31m::set-output name=x::y\\n'
waited=0
while [ $waited -lt 100 ]; do
  sleep 0.1
  waited=$((waited + 1))
  [ $count -gt 0 ] && [ $waited -lt 95 ] && waited=95
done
echo $count > interrupts
exit 1
`;

function prepare() {
  const place = temporaryFolder({
    terraform: script,
    "a/plan": "",
    "a/done": "",
    "b/plan": "",
    "c/plan": "",
  });
  const command = join(place, "terraform");
  chmodSync(command, 0o755);
  const abort = new AbortController();
  const lines: string[] = [];
  const props = {
    terraform: { command, version: "Terraform v1.11.4" },
    stacks: ["a", "b", "c"].map((stack) => ({
      stack,
      folder: join(place, stack),
    })),
    environment: process.env,
    signal: abort.signal,
    say: (line: string) => {
      lines.push(line);
      if (line.includes("working")) abort.abort();
    },
  };
  return { place, props, lines, abort };
}

test("an interrupt reaches Terraform once, is waited for, and no other stack is tried", async () => {
  const { place, props } = prepare();
  expect(await applyStacks(props)).toEqual({
    applied: ["a"],
    failed: "b",
    notTried: ["c"],
  });
  expect(readFileSync(join(place, "b/interrupts"), "utf8")).toBe("1\n");
  expect(
    ["a", "b", "c"].filter((stack) => existsSync(join(place, stack, "plan"))),
  ).toEqual(["b", "c"]);
});

test("a line of Terraform is no command of a terminal or a CI runner", async () => {
  const { props, lines } = prepare();
  await applyStacks(props);
  expect(lines).toContain("b | \\u{1B}[31m::set-output name=x::y");
});

test("after an interrupt nothing is begun, and stacks that were not planned are missing", async () => {
  const { props, abort, lines } = prepare();
  abort.abort();
  expect(await applyStacks(props)).toEqual({
    applied: [],
    notTried: ["a", "b", "c"],
  });
  const plans = await planStacks(props);
  expect(plans).toEqual(
    ["a", "b", "c"].map((stack) => ({
      stack,
      status: "missing",
      message: "interrupted",
    })),
  );
  expect(lines).toEqual([]);
});

test("a Ctrl-C of the terminal doesn't reach Terraform by itself: it leads a group of its own", async () => {
  const place = temporaryFolder({
    terraform: "#!/bin/sh\nkill -s 0 -- -$$ && echo leads\n",
  });
  const command = join(place, "terraform");
  chmodSync(command, 0o755);
  const { stdout } = await runTerraform({
    terraform: { command, version: "Terraform v1.11.4" },
    folder: place,
    args: [],
    environment: process.env,
  });
  expect(stdout).toBe("leads\n");
});
