import fc from "fast-check";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvironments, type Environment } from "../../modules/environment";
import { declaration, declaredFields } from "./declared-environment";
import { loadFields } from "./load";
import { repository } from "./project-folder";
import { temporaryFolder } from "./temporary-folder";

const accepted = join(repository, "__tests__/environment/accepted");

/** Every environment that the project ships or accepts in a test, and generated ones. */
export async function everyEnvironment(): Promise<readonly Environment[]> {
  const directories = [
    join(repository, "environments"),
    join(repository, "__tests__/lab/fixture/environments"),
    ...readdirSync(accepted, { withFileTypes: true }).map((entry) => {
      if (entry.isDirectory())
        return join(accepted, entry.name, "environments");
      const folder = temporaryFolder();
      writeFileSync(
        join(folder, "prod.yaml"),
        readFileSync(join(accepted, entry.name)),
      );
      return folder;
    }),
  ];
  const loaded = await Promise.all(
    directories.map((directory) => loadEnvironments({ directory })),
  );
  const generated = fc
    .sample(declaration, { seed: 20260924, numRuns: 25 })
    .map((one) => loadFields(declaredFields(one)));
  return [
    ...loaded.flatMap(({ environments }) => environments),
    ...(await Promise.all(generated)),
  ];
}
