import { AwsFault } from "./aws-fault";
import type { LabCluster } from "./cluster";
import type { LabResponse } from "./http";
import type { Upstream } from "./upstream";
import { verifyToken } from "./verify-token";
import { elementsOf, escapeXml, insideOf } from "./xml";

/**
 * STS AssumeRoleWithWebIdentity. The emulator takes tokens unsigned and looks for no OIDC provider; this
 * checks both first, in the role's account, and then lets the emulator judge the trust policy. A session
 * policy, which the emulator would ignore, is refused.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html
 */
export async function assumeRoleWithWebIdentity(
  upstream: Upstream,
  clusters: readonly LabCluster[],
  parameters: URLSearchParams,
): Promise<LabResponse> {
  for (const name of parameters.keys())
    if (/^(Policy|PolicyArns\.)/.test(name))
      throw new AwsFault(
        400,
        "ValidationError",
        "The lab has no session policies with web identity",
      );
  const { claims, audiences } = await verifyToken(
    clusters,
    parameters.get("WebIdentityToken") ?? "",
  );
  const account = (parameters.get("RoleArn") ?? "").split(":")[4] ?? "";
  if (!/^\d{12}$/.test(account))
    throw new AwsFault(400, "ValidationError", "RoleArn is not a role's ARN");
  const host = claims.iss.replace(/^https:\/\//, "");
  const provider = `arn:aws:iam::${account}:oidc-provider/${host}`;
  const found = await upstream.iam(account, {
    Action: "GetOpenIDConnectProvider",
    OpenIDConnectProviderArn: provider,
  });
  if (found.status !== 200)
    throw new AwsFault(
      400,
      "InvalidIdentityToken",
      `No OpenIDConnect provider found in your account for https://${host}`,
    );
  const clientIds = elementsOf(
    insideOf(found.body.toString(), "ClientIDList"),
    "member",
  );
  const audience = audiences.find((one) => clientIds.includes(one));
  if (audience === undefined)
    throw new AwsFault(400, "InvalidIdentityToken", "Incorrect token audience");
  const session = parameters.get("RoleSessionName") ?? "";
  if (!/^[\w+=,.@-]{2,64}$/.test(session))
    throw new AwsFault(400, "ValidationError", "RoleSessionName is not valid");
  // Kubernetes sends a list of audiences, which the emulator's StringEquals doesn't match.
  const forwarded = new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: parameters.get("RoleArn") ?? "",
    RoleSessionName: session,
    DurationSeconds: String(durationOf(parameters)),
    WebIdentityToken: unsigned({
      iss: claims.iss,
      sub: claims.sub,
      aud: audience,
    }),
  });
  const answer = await upstream.send(
    "POST",
    "/",
    { "content-type": "application/x-www-form-urlencoded" },
    forwarded.toString(),
  );
  return {
    status: answer.status,
    headers: { "content-type": "text/xml" },
    body: answer.body
      .toString()
      .replace(
        /<SubjectFromWebIdentityToken>.*?<\/SubjectFromWebIdentityToken>/,
        () =>
          `<SubjectFromWebIdentityToken>${escapeXml(claims.sub)}</SubjectFromWebIdentityToken>`,
      )
      .replace(
        /<Provider>.*?<\/Provider>/,
        () => `<Provider>${escapeXml(provider)}</Provider>`,
      )
      .replace(
        /<Audience>.*?<\/Audience>/,
        () => `<Audience>${escapeXml(audience)}</Audience>`,
      ),
  };
}

function durationOf(parameters: URLSearchParams): number {
  const given = parameters.get("DurationSeconds") ?? "3600";
  const seconds = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  if (seconds < 900 || seconds > 43_200)
    throw new AwsFault(400, "ValidationError", "DurationSeconds is not valid");
  return seconds;
}

function unsigned(claims: object): string {
  return [{ alg: "none" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat("x")
    .join(".");
}
