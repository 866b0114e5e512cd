import fc from "fast-check";
import { parseAllDocuments } from "yaml";
import {
  mayAssumeWithPodIdentity,
  mayAssumeWithWebIdentity,
} from "../../modules/trust-policy/evaluator";
import {
  audiences,
  clusterKeys,
  covers,
  declaration,
  declaredFields,
  names,
  namespaces,
  type ClusterKey,
  type Declaration,
} from "../support/declared-environment";
import {
  account,
  issuerHost,
  otherAccount,
  type Fields,
} from "../support/environment-fields";
import { loadFields } from "../support/load";
import { property } from "../support/property";
import { readDocument } from "../support/read-template";
import { synthesize, type SynthesizedStack } from "../support/synthesize";
import { resourcesOf } from "../support/terraform-root";

/** What a stack's Terraform would make, as far as access is concerned. */
interface Made {
  readonly key: ClusterKey;
  readonly account: string;
  readonly roles: readonly {
    readonly workload: string;
    readonly arn: string;
    readonly trust: unknown;
  }[];
  readonly associations: readonly Fields[];
  /** `namespace/name` -> its annotations, of Terraform's and the manifest's service accounts. */
  readonly annotations: ReadonlyMap<string, Fields>;
  readonly clientIds: unknown;
}

function readStack(
  { name, root, manifest }: SynthesizedStack,
  { accounts }: Declaration,
): Made {
  const key = name === "test-us" ? "us" : "eu";
  const metadata = [
    ...Object.values(resourcesOf(root, "kubernetes_service_account_v1")),
    ...parseAllDocuments(manifest ?? "").map(
      (document) => document.toJS() as Fields,
    ),
  ].map(
    (one) =>
      one.metadata as {
        readonly namespace: string;
        readonly name: string;
        readonly annotations?: Fields;
      },
  );
  return {
    key,
    account: accounts[key],
    roles: Object.entries(resourcesOf(root, "aws_iam_role")).map(
      ([workload, role]) => ({
        workload,
        arn: `arn:aws:iam::${accounts[key]}:role${String(role.path)}${String(role.name)}`,
        trust: readDocument(role.assume_role_policy),
      }),
    ),
    associations: Object.values(
      resourcesOf(root, "aws_eks_pod_identity_association"),
    ),
    annotations: new Map(
      metadata.map((one) => [
        `${one.namespace}/${one.name}`,
        one.annotations ?? {},
      ]),
    ),
    clientIds: resourcesOf(root, "aws_iam_openid_connect_provider").cluster
      ?.client_id_list,
  };
}

/** Which decisions differ from what was declared: `role: who: decision`. */
function* surprises(
  declared: Declaration,
  stacks: readonly Made[],
): Iterable<string> {
  const probes = namespaces.flatMap((namespace) =>
    [...names, "a-x", "xb", "default"].map((name) => ({ namespace, name })),
  );
  for (const home of stacks)
    for (const { workload: workloadName, arn, trust } of home.roles) {
      const workload = declared.workloads.find(
        ({ name }) => name === workloadName,
      );
      const path = workload?.identity[home.key];
      for (const { namespace, name } of probes) {
        const declaredHere =
          workload?.serviceAccounts.some((one) =>
            covers(one, namespace, name),
          ) === true;
        for (const key of clusterKeys) {
          const from = `${key} ${namespace}/${name}`;
          for (const owner of [account, otherAccount])
            for (const audience of [...audiences, "other"]) {
              const decision = mayAssumeWithWebIdentity(trust, {
                providerArn: `arn:aws:iam::${owner}:oidc-provider/${issuerHost(key)}`,
                issuerHost: issuerHost(key),
                subject: `system:serviceaccount:${namespace}:${name}`,
                audience,
              });
              const expected =
                path === "irsa" &&
                declaredHere &&
                key === home.key &&
                owner === home.account &&
                audience === workload.audience
                  ? "allowed"
                  : "denied";
              if (decision !== expected)
                yield `${arn}: ${from} ${owner} ${audience}: ${decision}`;
            }
          const there = stacks.find((one) => one.key === key);
          const clusterArn = `arn:aws:eks:us-east-1:${there?.account ?? ""}:cluster/test-${key}`;
          const association = there?.associations.find(
            (one) =>
              one.namespace === namespace &&
              one.service_account === name &&
              one.cluster_name === `test-${key}` &&
              one.role_arn === arn,
          );
          const decisions = [true, false].map((sessionTags) =>
            mayAssumeWithPodIdentity(trust, {
              clusterArn,
              namespace,
              serviceAccount: name,
              sessionTags,
            }),
          );
          const [withTags, withoutTags] = decisions;
          const access =
            association === undefined
              ? "denied"
              : association.disable_session_tags === true
                ? withoutTags
                : withTags;
          const isOwn =
            path === "pod-identity" && declaredHere && key === home.key;
          if (access !== (isOwn ? "allowed" : "denied"))
            yield `${arn}: ${from}: ${String(access)}`;
          const trusts = (sessionTags: boolean): boolean =>
            path === "pod-identity" &&
            key === home.key &&
            (workload?.sessionTags === false || (isOwn && sessionTags));
          const expectedTrust = [true, false].map((sessionTags) =>
            trusts(sessionTags) ? "allowed" : "denied",
          );
          if (decisions.join() !== expectedTrust.join())
            yield `${arn}: trust alone for ${from}: ${decisions.join()}`;
        }
      }
    }
}

/** What a pod would miss, or have and should not: associations, annotations, client ids. */
function* gaps(
  declared: Declaration,
  stacks: readonly Made[],
): Iterable<string> {
  for (const home of stacks) {
    const here = declared.workloads.filter(
      ({ identity }) => identity[home.key] !== undefined,
    );
    const roles = home.roles.map(({ workload }) => workload).sort();
    if (
      roles.join() !==
      here
        .map(({ name }) => name)
        .sort()
        .join()
    )
      yield `${home.key}: roles ${roles.join()}`;
    const expectedAssociations = here
      .filter(({ identity }) => identity[home.key] === "pod-identity")
      .flatMap(({ serviceAccounts }) =>
        serviceAccounts.map(({ namespace, name }) => `${namespace}/${name}`),
      );
    const associations = home.associations.map(
      (one) => `${String(one.namespace)}/${String(one.service_account)}`,
    );
    if (associations.sort().join() !== expectedAssociations.sort().join())
      yield `${home.key}: associations ${associations.join()}`;
    const made = here.filter(({ owner }) => owner !== "external");
    const expectedAnnotations = made.flatMap((workload) =>
      workload.serviceAccounts.map(({ namespace, name }) => {
        const irsa = workload.identity[home.key] === "irsa";
        return JSON.stringify([
          `${namespace}/${name}`,
          irsa
            ? `arn:aws:iam::${home.account}:role/test-${home.key}-${workload.name}`
            : null,
          irsa && workload.audience !== "sts.amazonaws.com"
            ? workload.audience
            : null,
        ]);
      }),
    );
    const annotations = [...home.annotations].map(([who, of]) =>
      JSON.stringify([
        who,
        of["eks.amazonaws.com/role-arn"] ?? null,
        of["eks.amazonaws.com/audience"] ?? null,
      ]),
    );
    if (annotations.sort().join() !== expectedAnnotations.sort().join())
      yield `${home.key}: annotations ${annotations.join()}`;
    for (const { identity, audience } of here)
      if (
        identity[home.key] === "irsa" &&
        !(home.clientIds as readonly string[]).includes(audience)
      )
        yield `${home.key}: client ids lack ${audience}`;
  }
}

it("lets each declared service account assume its role on its cluster, and nobody else", async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(declaration, async (declared) => {
      const environment = await loadFields(declaredFields(declared));
      const stacks = synthesize([environment]).map((stack) =>
        readStack(stack, declared),
      );
      expect([...surprises(declared, stacks)]).toEqual([]);
      expect([...gaps(declared, stacks)]).toEqual([]);
      for (const {
        identity,
        serviceAccounts,
        sessionTags,
      } of declared.workloads) {
        for (const path of Object.values(identity)) seen.add(path);
        if (serviceAccounts.length > 1) seen.add("list");
        if (serviceAccounts.some(({ isPattern }) => isPattern))
          seen.add("pattern");
        if (!sessionTags) seen.add("session tags off");
      }
      seen.add(
        declared.accounts.us === declared.accounts.eu
          ? "one account"
          : "two accounts",
      );
    }),
    property(150),
  );
  expect([...seen].sort()).toEqual([
    "irsa",
    "list",
    "one account",
    "pattern",
    "pod-identity",
    "session tags off",
    "two accounts",
  ]);
}, 60_000);
