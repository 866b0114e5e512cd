import { chmodSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { planStacks, readModels, writeModels } from "../../modules/deployment";
import { repository } from "../support/project-folder";
import { temporaryFolder } from "../support/temporary-folder";

/** A Terraform that notes how it is called and shows a plan with a secret in it. */
const script = `#!/bin/sh
echo "$*" >> calls
case "$1" in
plan) touch plan ;;
show) cat shown.json ;;
esac
`;
const secret = "correct-horse-battery";
const shown = readFileSync(
  join(repository, "__tests__/review/stories/sensitive-policy/plan.json"),
  "utf8",
).replace("{", `{"variables":{"password":{"value":"${secret}"}},`);

async function planned(lock?: boolean) {
  const place = temporaryFolder({
    terraform: script,
    "prod-us/shown.json": shown,
  });
  const command = join(place, "terraform");
  chmodSync(command, 0o755);
  const plans = await planStacks({
    terraform: { command, version: "Terraform v1.11.4" },
    stacks: [{ stack: "prod-us", folder: join(place, "prod-us") }],
    environment: process.env,
    say: () => undefined,
    ...(lock !== undefined && { lock }),
  });
  return {
    place,
    plans,
    calls: readFileSync(join(place, "prod-us/calls"), "utf8").split("\n"),
  };
}

test.each([
  [undefined, "-lock=true"],
  [false, "-lock=false"],
])("the state's lock: %s", async (lock, option) => {
  expect((await planned(lock)).calls).toEqual([
    "init -input=false -no-color",
    `plan -input=false ${option} -out=plan -no-color`,
    "show -json -no-color plan",
    "",
  ]);
});

test("what is kept of a plan holds no secret of it, and is read back", async () => {
  const { place, plans } = await planned();
  const folder = join(place, "models");
  writeModels(folder, plans);
  expect(readFileSync(join(folder, "prod-us.json"), "utf8")).not.toContain(
    secret,
  );
  expect(readModels(folder, ["prod-us"])).toEqual(plans);
  writeModels(folder, []);
  expect(readModels(folder, ["prod-us"])).toEqual([
    { stack: "prod-us", status: "missing", message: "no plan of it was kept" },
  ]);
});

test("a kept plan that is there and can't be read isn't missing", () => {
  const folder = temporaryFolder({ "prod-us.json/file": "" });
  expect(readModels(folder, ["prod-us", "prod-eu"])).toMatchObject([
    {
      stack: "prod-us",
      status: "unreadable",
      message: expect.stringMatching(/^EISDIR/) as string,
    },
    { stack: "prod-eu", status: "missing" },
  ]);
});
