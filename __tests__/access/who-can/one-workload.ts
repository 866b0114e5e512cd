import {
  accessMap,
  type AccessMap,
  type AccessStatement,
} from "../../../modules/access";
import { environmentFields } from "../../support/environment-fields";
import { loadFields } from "../../support/load";

/** Makes maps of one workload with these permissions. */
export async function mapMaker(): Promise<
  (
    statements: readonly AccessStatement[],
    managedPolicies?: readonly string[],
  ) => AccessMap
> {
  const map = accessMap(await loadFields(environmentFields()));
  return (statements, managedPolicies = []) => ({
    ...map,
    clusters: map.clusters.map((cluster) => ({
      ...cluster,
      workloads: cluster.workloads.map((workload) => ({
        ...workload,
        statements,
        managedPolicies,
      })),
    })),
  });
}
