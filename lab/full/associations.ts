import type { Cluster } from "../../modules/environment";
import type { Upstream } from "../front/upstream";
import type { ServiceAccountName } from "../kubernetes/service-accounts";

interface Association {
  readonly associationId: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The service accounts that have a Pod Identity association on a cluster; the first 100. */
export async function listAssociations(
  upstream: Upstream,
  cluster: Cluster,
): Promise<readonly ServiceAccountName[]> {
  const found = await list(upstream, cluster, "");
  return found.map(({ namespace, serviceAccount }) => ({
    namespace,
    name: serviceAccount,
  }));
}

/** Whether a service account has an association. */
export async function isAssociated(
  upstream: Upstream,
  cluster: Cluster,
  serviceAccount: ServiceAccountName,
): Promise<boolean> {
  return (await find(upstream, cluster, serviceAccount)) !== undefined;
}

/** Takes a service account's association away, behind Terraform's back. */
export async function deleteAssociation(
  upstream: Upstream,
  cluster: Cluster,
  serviceAccount: ServiceAccountName,
): Promise<void> {
  const association = await find(upstream, cluster, serviceAccount);
  if (association === undefined)
    throw new Error(
      `${serviceAccount.namespace}/${serviceAccount.name} has no association on ${cluster.stack}`,
    );
  const { status } = await upstream.eks(
    cluster,
    "DELETE",
    `${folder(cluster)}/${association.associationId}`,
  );
  if (status >= 300) throw new Error(`can't delete the association: ${status}`);
}

async function find(
  upstream: Upstream,
  cluster: Cluster,
  { namespace, name }: ServiceAccountName,
): Promise<Association | undefined> {
  const query = new URLSearchParams({ namespace, serviceAccount: name });
  const found = await list(upstream, cluster, `?${query.toString()}`);
  return found.find(
    (one) => one.namespace === namespace && one.serviceAccount === name,
  );
}

async function list(
  upstream: Upstream,
  cluster: Cluster,
  query: string,
): Promise<readonly Association[]> {
  const { value } = await upstream.eks(
    cluster,
    "GET",
    `${folder(cluster)}${query}`,
  );
  return (
    (value as { readonly associations?: readonly Association[] })
      .associations ?? []
  );
}

function folder(cluster: Cluster): string {
  return `/clusters/${cluster.name}/pod-identity-associations`;
}
