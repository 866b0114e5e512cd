import type {
  SessionCredentials,
  Signer,
  UpstreamResponse,
} from "../../../lab/front/upstream";
import { elementsOf } from "../../../lab/front/xml";
import {
  account,
  bucketOf,
  clusterName,
  matrix,
  namespace,
  otherAccount,
  region,
  type Act,
  type Check,
  type CheckedRole,
  type Statement,
  type Verdict,
} from "./matrix";
import type { MatrixLab } from "./matrix-lab";

/** Names of the checks that the emulator judges otherwise than AWS. */
export async function misjudged(lab: MatrixLab): Promise<readonly string[]> {
  const wrong: string[] = [];
  for (const check of matrix)
    if ((await judge(lab, check)) !== check.expected) wrong.push(check.name);
  return wrong;
}

/**
 * Asks the emulator, with roles that nobody has used, by the front as any client does: a pod's role comes
 * by an association, a signed token and EKS Auth, because a client can't say that it is a service.
 *
 * @throws Error where a step before the last fails, or the answer is neither yes nor a denial.
 */
export async function judge(lab: MatrixLab, check: Check): Promise<Verdict> {
  const name = `check-${matrix.indexOf(check)}`;
  const source = await makeRole(lab, account, name, check.role);
  let answer =
    check.caller === undefined
      ? await assumeForPod(lab, name, source)
      : await assume(lab, { account }, source);
  if (check.target !== undefined) {
    const { trust, permissions, externalId, sessionPolicy } = check.target;
    const target = await makeRole(lab, otherAccount, name, {
      trust: trust(source),
      ...(permissions && { permissions }),
    });
    answer = await assume(lab, { credentials: credentialsOf(answer) }, target, {
      ...(externalId !== undefined && { ExternalId: externalId }),
      ...(sessionPolicy && { Policy: documentOf([sessionPolicy]) }),
    });
  }
  if (check.act !== undefined)
    answer = await perform(
      lab,
      check.act,
      credentialsOf(answer),
      bucketOf(check.target === undefined ? account : otherAccount),
    );
  return verdictOf(answer);
}

async function makeRole(
  { client }: MatrixLab,
  owner: string,
  name: string,
  role: CheckedRole,
): Promise<string> {
  const made = async (parameters: Record<string, string>): Promise<string> => {
    const { status, body } = await client.iam(owner, parameters);
    if (status !== 200) throw new Error(`${status} ${body.toString()}`);
    return body.toString();
  };
  const boundary =
    role.boundary &&
    elementsOf(
      await made({
        Action: "CreatePolicy",
        PolicyName: name,
        PolicyDocument: documentOf([role.boundary]),
      }),
      "Arn",
    )[0];
  await made({
    Action: "CreateRole",
    RoleName: name,
    AssumeRolePolicyDocument: documentOf([role.trust]),
    ...(boundary !== undefined && { PermissionsBoundary: boundary }),
    ...Object.fromEntries(
      Object.entries(role.tags ?? {}).flatMap(([key, value], index) => [
        [`Tags.member.${index + 1}.Key`, key],
        [`Tags.member.${index + 1}.Value`, value],
      ]),
    ),
  });
  if (role.permissions)
    await made({
      Action: "PutRolePolicy",
      RoleName: name,
      PolicyName: "permissions",
      PolicyDocument: documentOf(role.permissions),
    });
  return `arn:aws:iam::${owner}:role/${name}`;
}

/** Gets a role as a pod of the cluster does. */
async function assumeForPod(
  { client, issuer }: MatrixLab,
  serviceAccount: string,
  roleArn: string,
): Promise<UpstreamResponse> {
  const { status, value } = await client.eks(
    { account, region },
    "POST",
    `/clusters/${clusterName}/pod-identity-associations`,
    { namespace, serviceAccount, roleArn },
  );
  if (status !== 200) throw new Error(`${status} ${JSON.stringify(value)}`);
  const token = issuer.issue({
    namespace,
    serviceAccount,
    audience: "pods.eks.amazonaws.com",
    pod: "pod",
  });
  return client.send(
    "POST",
    `/clusters/${clusterName}/assume-role-for-pod-identity`,
    { "content-type": "application/json" },
    JSON.stringify({ token }),
  );
}

function assume(
  { client }: MatrixLab,
  signer: Signer,
  roleArn: string,
  parameters: Readonly<Record<string, string>> = {},
): Promise<UpstreamResponse> {
  return client.signed(
    { ...signer, region, service: "sts" },
    "POST",
    "/",
    new URLSearchParams({
      Version: "2011-06-15",
      Action: "AssumeRole",
      RoleArn: roleArn,
      RoleSessionName: "matrix",
      ...parameters,
    }).toString(),
  );
}

function perform(
  { client }: MatrixLab,
  act: Act,
  credentials: SessionCredentials,
  bucket: string,
): Promise<UpstreamResponse> {
  return typeof act === "string"
    ? client.signed(
        {
          credentials: { ...credentials, secretAccessKey: "another" },
          region,
          service: "sts",
        },
        "POST",
        "/",
        "Action=GetCallerIdentity&Version=2011-06-15",
      )
    : client.signed(
        { credentials, region, service: "s3" },
        act.method,
        `/${bucket}/${act.key}`,
        act.method === "PUT" ? "x" : "",
      );
}

/** The session in an answer of EKS Auth (JSON) or STS (XML). */
function credentialsOf({ status, body }: UpstreamResponse): SessionCredentials {
  const text = body.toString();
  if (status !== 200)
    throw new Error(`a step before the last failed: ${status} ${text}`);
  if (text.startsWith("{"))
    return (JSON.parse(text) as { readonly credentials: SessionCredentials })
      .credentials;
  const element = (name: string): string => elementsOf(text, name)[0] ?? "";
  return {
    accessKeyId: element("AccessKeyId"),
    secretAccessKey: element("SecretAccessKey"),
    sessionToken: element("SessionToken"),
  };
}

const denials: readonly string[] = [
  "AccessDenied",
  "AccessDeniedException",
  "SignatureDoesNotMatch",
];

function verdictOf({ status, headers, body }: UpstreamResponse): Verdict {
  const code =
    headers["x-amzn-errortype"] ?? elementsOf(body.toString(), "Code")[0];
  if (status === 200) return "allow";
  if (denials.includes(String(code))) return "deny";
  throw new Error(`neither yes nor no: ${status} ${body.toString()}`);
}

function documentOf(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}
