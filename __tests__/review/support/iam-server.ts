import { startServer } from "../../support/loopback-server";
import { account } from "./plan";

/** A role that IAM has. */
export interface IamRole {
  readonly trust: unknown;
  /** Inline policies by name. */
  readonly policies: Readonly<Record<string, string>>;
}

/** As much of IAM as Terraform reads when it imports roles and their inline policies. Gives its address. */
export function startIamServer(
  roles: Readonly<Record<string, IamRole>>,
): Promise<string> {
  return startServer(({ body }) => {
    const call = new URLSearchParams(body);
    const action = call.get("Action") ?? "";
    const name = call.get("RoleName") ?? "";
    const role = roles[name];
    const result = role && answer(action, name, role, call.get("PolicyName"));
    return result === undefined
      ? xml(
          404,
          "<ErrorResponse><Error><Code>NoSuchEntity</Code></Error></ErrorResponse>",
        )
      : xml(
          200,
          `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`,
        );
  });
}

function answer(
  action: string,
  name: string,
  { trust, policies }: IamRole,
  policy: string | null,
): string | undefined {
  switch (action) {
    case "GetRole":
      return `<Role><Path>/</Path><RoleName>${name}</RoleName><RoleId>AROAEXAMPLE</RoleId><Arn>arn:aws:iam::${account}:role/${name}</Arn><CreateDate>2026-01-01T00:00:00Z</CreateDate><MaxSessionDuration>3600</MaxSessionDuration><AssumeRolePolicyDocument>${encodeURIComponent(JSON.stringify(trust))}</AssumeRolePolicyDocument></Role>`;
    case "ListRolePolicies":
      return `<PolicyNames>${Object.keys(policies)
        .map((one) => `<member>${one}</member>`)
        .join("")}</PolicyNames><IsTruncated>false</IsTruncated>`;
    case "ListAttachedRolePolicies":
      return "<AttachedPolicies/><IsTruncated>false</IsTruncated>";
    case "GetRolePolicy": {
      const text = policies[policy ?? ""];
      return (
        text &&
        `<RoleName>${name}</RoleName><PolicyName>${policy ?? ""}</PolicyName><PolicyDocument>${encodeURIComponent(text)}</PolicyDocument>`
      );
    }
    default:
      return undefined;
  }
}

function xml(status: number, body: string) {
  return { status, headers: { "Content-Type": "text/xml" }, body };
}
