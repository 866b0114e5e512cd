import { join } from "node:path";
import { formatFault, loadEnvironments } from "../../modules/environment";
import { loadFiles } from "../support/load";

const project = join(__dirname, "../..");

test("the shipped environments have neither faults nor warnings", async () => {
  const { environments, faults, warnings } = await loadEnvironments({
    directory: join(project, "environments"),
  });
  expect([...faults, ...warnings].map(formatFault)).toEqual([]);
  expect(environments.map(({ name }) => name)).toEqual([
    "dev",
    "prod",
    "sandbox",
  ]);
});

test("only the selected environments are given", async () => {
  const { environments } = await loadEnvironments({
    directory: join(project, "environments"),
    only: ["prod"],
  });
  expect(environments.map(({ name }) => name)).toEqual(["prod"]);
});

test("messages name the folder as the caller shows it", async () => {
  const { faults } = await loadEnvironments({
    directory: join(__dirname, "nosuch"),
    shownAs: "a/b",
  });
  expect(faults.map(formatFault)).toEqual([
    "a/b: must be a folder that can be read; create it, with one file per environment",
  ]);
});

test("100 workloads of ten included files are read, on every cluster", async () => {
  const teams = Array.from({ length: 10 }, (_, team) => `team-${team}`);
  const issuer = (region: string) =>
    `https://oidc.eks.${region}.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF`;
  const environments = await loadFiles({
    "prod.yaml": [
      'account: "111122223333"',
      "backend: { local: {} }",
      "clusters:",
      ...["us-east-1", "eu-west-1"].map(
        (region) =>
          `  ${region}: { region: ${region}, issuer: ${issuer(region)} }`,
      ),
      "include:",
      ...teams.map(
        (team) => `  - { file: teams/${team}.yaml, namespaces: [${team}] }`,
      ),
      "",
    ].join("\n"),
    ...Object.fromEntries(
      teams.map((team) => [
        `teams/${team}.yaml`,
        [
          "workloads:",
          ...Array.from({ length: 10 }, (_, index) =>
            [
              `  ${team}-${index}:`,
              `    serviceAccount: ${team}/runner-${index}`,
              `    identity: ${index % 2 === 0 ? "irsa" : "pod-identity"}`,
              "    permissions:",
              "      statements:",
              `        - { actions: [s3:GetObject], resources: ["arn:aws:s3:::${team}/*"] }`,
            ].join("\n"),
          ),
          "",
        ].join("\n"),
      ]),
    ),
  });
  expect(
    environments[0]?.clusters.map(({ key, workloads }) => [
      key,
      workloads.length,
    ]),
  ).toEqual([
    ["eu-west-1", 100],
    ["us-east-1", 100],
  ]);
});
