import { inParallel } from "../../lab/checks/in-parallel";
import type { Upstream } from "../../lab/front/upstream";
import { elementsOf } from "../../lab/front/xml";
import { environment } from "../workloads";
import { labCluster, roleName, type LabWorkload } from "./workloads";

/** What a lab's AWS grants to one workload, whatever it is made of. */
export interface GrantedAccess {
  readonly workload: string;
  readonly rolePath: string;
  readonly trust: readonly unknown[];
  /** Policies that AWS manages. */
  readonly managedPolicies: readonly string[];
  /** Statements of all other policies, inline and attached. */
  readonly statements: readonly unknown[];
  /** The role of the association; none where there is none. */
  readonly associatedRole: string | undefined;
}

type Parameters = Readonly<Record<string, string>>;

/** Asks the AWS of a lab, past the counter, what these workloads were granted. */
export function grantedAccess(
  upstream: Upstream,
  workloads: readonly LabWorkload[],
): Promise<readonly GrantedAccess[]> {
  return inParallel(
    8,
    workloads.map((workload) => () => accessOf(upstream, workload)),
  );
}

async function accessOf(
  upstream: Upstream,
  workload: LabWorkload,
): Promise<GrantedAccess> {
  const role = { RoleName: roleName(workload) };
  const { document: trust, xml } = await policy(upstream, {
    Action: "GetRole",
    ...role,
  });
  const inline = elementsOf(
    await iam(upstream, { Action: "ListRolePolicies", ...role }),
    "member",
  );
  const attached = elementsOf(
    await iam(upstream, { Action: "ListAttachedRolePolicies", ...role }),
    "PolicyArn",
  );
  const own = attached.filter((arn) => !isAwsManaged(arn));
  const documents = [
    ...inline.map((PolicyName) => ({
      Action: "GetRolePolicy",
      ...role,
      PolicyName,
    })),
    ...own.map((PolicyArn) => ({
      Action: "GetPolicyVersion",
      PolicyArn,
      VersionId: "v1",
    })),
  ].map((parameters) => policy(upstream, parameters));
  return {
    workload: workload.name,
    rolePath: elementsOf(xml, "Path")[0] ?? "",
    trust,
    managedPolicies: attached.filter(isAwsManaged).sort(),
    statements: (await Promise.all(documents)).flatMap(
      ({ document }) => document,
    ),
    associatedRole: await associatedRole(upstream, workload),
  };
}

function isAwsManaged(arn: string): boolean {
  return arn.includes("::aws:policy/");
}

async function iam(
  upstream: Upstream,
  parameters: Parameters,
): Promise<string> {
  const { status, body } = await upstream.iam(environment.account, parameters);
  if (status !== 200)
    throw new Error(`${JSON.stringify(parameters)}: ${body.toString()}`);
  return body.toString();
}

/** The statements of the document in an answer, which is percent-encoded there. */
async function policy(
  upstream: Upstream,
  parameters: Parameters,
): Promise<{ readonly document: readonly unknown[]; readonly xml: string }> {
  const xml = await iam(upstream, parameters);
  const encoded = ["AssumeRolePolicyDocument", "PolicyDocument", "Document"]
    .flatMap((name) => elementsOf(xml, name))
    .at(0);
  if (encoded === undefined) throw new Error(`no policy in ${xml}`);
  const { Statement } = JSON.parse(decodeURIComponent(encoded)) as {
    readonly Statement: readonly object[];
  };
  return { document: Statement.map((one) => comparable(one)), xml };
}

/** A statement as it means: without its name, lists sorted, one value as a list of one. */
function comparable(value: unknown): unknown {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.map(String).sort();
  return Object.fromEntries(
    Object.entries(value as object)
      .filter(([key]) => key !== "Sid")
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, inner]) => [key, comparable(inner)]),
  );
}

async function associatedRole(
  upstream: Upstream,
  { namespace, name }: LabWorkload,
): Promise<string | undefined> {
  const base = `/clusters/${labCluster.name}/pod-identity-associations`;
  const listed = await upstream.eks(
    labCluster,
    "GET",
    `${base}?namespace=${namespace}&serviceAccount=${name}`,
  );
  const { associations } = listed.value as {
    readonly associations: readonly { readonly associationId: string }[];
  };
  const [only, ...more] = associations;
  if (more.length > 0) throw new Error(`${name} has two associations`);
  if (only === undefined) return undefined;
  const described = await upstream.eks(
    labCluster,
    "GET",
    `${base}/${only.associationId}`,
  );
  return (
    described.value as { readonly association: { readonly roleArn: string } }
  ).association.roleArn;
}
