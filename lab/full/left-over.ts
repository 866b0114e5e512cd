import { elementsOf } from "../front/xml";
import type { Environment } from "../../modules/environment";
import { listAssociations } from "./associations";
import type { FullLab } from "./full-lab";
import type { Report } from "./report";

/** Checks that a destroy left no role, no OIDC provider and no association of the environment. */
export async function checkNothingLeft(
  lab: FullLab,
  environment: Environment,
  report: Report,
): Promise<void> {
  const left: string[] = [];
  const accounts = new Set(environment.clusters.map(({ account }) => account));
  const declared = new Set(
    environment.clusters.flatMap(({ workloads }) =>
      workloads.map(({ role }) => role.arn),
    ),
  );
  for (const account of accounts) {
    const roles = await lab.upstream.iam(account, { Action: "ListRoles" });
    left.push(
      ...elementsOf(roles.body.toString(), "Arn").filter((arn) =>
        declared.has(arn),
      ),
    );
    const providers = await lab.upstream.iam(account, {
      Action: "ListOpenIDConnectProviders",
    });
    left.push(...elementsOf(providers.body.toString(), "Arn"));
  }
  for (const cluster of environment.clusters)
    for (const { namespace, name } of await listAssociations(
      lab.upstream,
      cluster,
    ))
      left.push(`association of ${namespace}/${name} on ${cluster.stack}`);
  report.check(
    "left after destroy",
    left.length === 0 ? "nothing" : left.join(", "),
    "nothing",
  );
}
