import type { Finding } from "../fault";
import type { Cluster } from "../model";
import type { Rule } from "./support/rule";

export const clusterIsOwnedOnce: Rule = {
  name: "cluster-is-owned-once",
  statement:
    "No two clusters of the selected environments are the same cluster, unless one makes neither the OIDC provider nor the agent that the other makes. A retired one counts where it has to destroy the provider that another uses, or the add-on that another makes.",
  reason:
    "An account has one OIDC provider per issuer and a cluster one agent add-on: a second stack that makes them fails, or takes them away from the first. What a retired stack destroys goes by its name, whoever relies on it by then, and nothing orders two deploys.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateOpenIDConnectProvider.html",
  *check({ environment, others }) {
    const seen: Declared[] = others.flatMap(({ name, clusters }) =>
      clusters.map((cluster) => ({ cluster, of: name })),
    );
    for (const cluster of environment.clusters) {
      const declared = { cluster, of: environment.name };
      for (const other of seen)
        // Two retired ones only destroy, and at most one of them has it in its state.
        if (!cluster.retired || !other.cluster.retired)
          yield* conflictsOf(declared, other);
      seen.push(declared);
    }
  },
};

interface Declared {
  readonly cluster: Cluster;
  /** The environment. */
  readonly of: string;
}

function* conflictsOf(one: Declared, two: Declared): Iterable<Finding> {
  const { cluster } = one;
  const { cluster: other, of } = two;
  const path = ["clusters", cluster.key];
  const oneIsRetired = cluster.retired || other.retired;
  const onEks = cluster.platform === "eks" && other.platform === "eks";
  const sameCluster = onEks && cluster.arn === other.arn;
  const sameIssuer =
    cluster.issuer !== undefined && cluster.issuer === other.issuer;
  if (sameIssuer && onEks && !sameCluster && !oneIsRetired) {
    yield {
      path: [...path, "issuer"],
      rule: `an issuer belongs to one cluster, and cluster ${other.key} of ${of} has this one`,
      got: cluster.issuer,
      fix: "write each cluster's own issuer",
    };
    return;
  }
  if (sameCluster && of === one.of) {
    yield {
      path,
      at: "key",
      rule: `a cluster is declared once in an environment, and ${other.key} is the same one`,
      got: cluster.arn,
      fix: oneIsRetired
        ? "deploy the retired one and take its entry out, then declare the other"
        : "give each its own name or region, or take one out",
    };
    return;
  }
  if (oneIsRetired) {
    const [retired, live] = cluster.retired ? [one, two] : [two, one];
    const meets = `${describe(retired)} is retired, and its deploy destroys`;
    if (
      sameIssuer &&
      cluster.account === other.account &&
      retired.cluster.destroys?.oidcProvider?.kind === "create" &&
      live.cluster.oidcProvider !== undefined
    )
      yield {
        path: [...path, "issuer"],
        rule: `${meets} the OIDC provider that ${describe(live)} uses`,
        got: cluster.issuer,
        fix: "deploy the retired one and take its entry out first, or hand the provider over as docs/operations.md says",
      };
    if (
      sameCluster &&
      retired.cluster.destroys?.agent?.kind === "addon" &&
      live.cluster.agent?.kind === "addon"
    )
      yield {
        path,
        at: "key",
        rule: `${meets} the agent add-on that ${describe(live)} makes`,
        got: cluster.name,
        fix: "deploy the retired one and take its entry out first, or write agent: external on the other",
      };
    return;
  }
  if (
    sameIssuer &&
    cluster.oidcProvider?.kind === "create" &&
    other.oidcProvider?.kind === "create" &&
    cluster.account === other.account
  )
    yield {
      path: [...path, "issuer"],
      rule: `an account has one OIDC provider per issuer, and cluster ${other.key} of ${of} creates it`,
      got: cluster.issuer,
      fix: "write oidcProvider: existing on one of the two",
    };
  if (
    sameCluster &&
    cluster.agent?.kind === "addon" &&
    other.agent?.kind === "addon"
  )
    yield {
      path,
      at: "key",
      rule: `a cluster has one agent add-on, and cluster ${other.key} of ${of} makes it`,
      got: cluster.name,
      fix: "write agent: external on one of the two",
    };
}

function describe({ cluster, of }: Declared): string {
  return `cluster ${cluster.key} of ${of}`;
}
