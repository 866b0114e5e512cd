import { findTerraform, missingTerraform } from "../../modules/terraform-cli";
import { run } from "../support/run";
import { projectCopy } from "../support/project-copy";

const nobody = { PATH: "" };

test("says that neither command runs where none is named", () => {
  expect(findTerraform(nobody)).toBeUndefined();
  expect(missingTerraform(nobody)).toBe(
    "neither terraform nor tofu runs here; install Terraform 1.10 or later, or name one by TERRAFORM_BINARY_NAME",
  );
});

test.each([["nosuch"], ["true"]])(
  "says that the named command, %s, is none, whatever else runs here",
  (named) => {
    const environment = { ...process.env, TERRAFORM_BINARY_NAME: named };
    expect(findTerraform(environment)).toBeUndefined();
    expect(missingTerraform(environment)).toBe(
      `"${named}", named by TERRAFORM_BINARY_NAME, doesn't run as Terraform or OpenTofu; name one that does, or unset the variable`,
    );
  },
);

test("commands say so", async () => {
  const project = projectCopy({
    "prod.yaml":
      'account: "111122223333"\nbackend: { local: {} }\nclusters: { us: { region: us-east-1 } }\n',
  });
  const said = `"nosuch", named by TERRAFORM_BINARY_NAME, doesn't run`;
  const command = (...args: readonly string[]) =>
    run(process.execPath, ["cli/start.mjs", ...args], {
      cwd: project,
      env: { TERRAFORM_BINARY_NAME: "nosuch" },
    });
  const reviewed = await command("cli/review.ts", "prod");
  expect(reviewed.status).toBe(1);
  expect(reviewed.stderr).toContain(`error: ${said}`);
  const validated = await command("cli/validate.ts", "prod");
  expect(validated.status).toBe(0);
  expect(validated.stdout).toContain(`NOT VALIDATED: ${said}`);
});
