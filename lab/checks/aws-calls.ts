import { elementsOf } from "../front/xml";

/** What AWS answered to somebody who asked for a role. */
export type RoleAnswer =
  | { readonly role: string }
  | { readonly code: string; readonly message: string };

/** Asks STS for a role with a token, as SDKs do for IRSA. */
export async function assumeWithToken(
  endpoint: string,
  roleArn: string,
  token: string,
): Promise<RoleAnswer> {
  const response = await fetch(endpoint, {
    method: "POST",
    body: new URLSearchParams({
      Action: "AssumeRoleWithWebIdentity",
      Version: "2011-06-15",
      RoleArn: roleArn,
      RoleSessionName: "check",
      WebIdentityToken: token,
    }),
  });
  const xml = await response.text();
  const element = (name: string): string => elementsOf(xml, name)[0] ?? "";
  return response.ok
    ? { role: element("Arn") }
    : { code: element("Code"), message: element("Message") };
}

/** Asks EKS Auth for a pod's role, as the Pod Identity agent does. */
export async function assumeForPod(
  endpoint: string,
  cluster: string,
  token: string,
): Promise<RoleAnswer> {
  const response = await fetch(
    `${endpoint}/clusters/${cluster}/assume-role-for-pod-identity`,
    { method: "POST", body: JSON.stringify({ token }) },
  );
  const answer = (await response.json()) as {
    readonly message?: string;
    readonly assumedRoleUser?: { readonly arn: string };
  };
  return response.ok
    ? { role: answer.assumedRoleUser?.arn ?? "" }
    : {
        code: response.headers.get("x-amzn-errortype") ?? "",
        message: answer.message ?? "",
      };
}
