import { createPublicKey, verify } from "node:crypto";
import { AwsFault } from "./aws-fault";
import type { IssuerKey, LabCluster } from "./cluster";

/** The claims of a service account token that the lab reads. */
export interface TokenClaims {
  readonly iss: string;
  readonly sub: string;
  readonly exp: number;
  readonly nbf?: number;
  readonly aud: string | readonly string[];
  /** As the issuer signed it: nothing else is known of its form. */
  readonly "kubernetes.io"?: {
    readonly namespace?: unknown;
    readonly serviceaccount?: { readonly name?: unknown } | null;
    readonly pod?: { readonly name?: unknown; readonly uid?: unknown } | null;
  } | null;
}

export interface VerifiedToken {
  readonly cluster: LabCluster;
  readonly claims: TokenClaims;
  readonly audiences: readonly string[];
}

/** Seconds that clocks may differ. */
const clockSkew = 60;
const invalid = (message: string): AwsFault =>
  new AwsFault(400, "InvalidIdentityToken", message);

/**
 * Checks a service account token as STS does: its form, its issuer, its signature by one of the issuer's
 * keys (RS256 and nothing else, so that neither `none` nor a public key used as a secret gets through), and
 * its time.
 *
 * @throws AwsFault InvalidIdentityToken or ExpiredTokenException.
 */
export async function verifyToken(
  clusters: readonly LabCluster[],
  token: string,
): Promise<VerifiedToken> {
  const parts = token.split(".");
  const [header, payload, signature] = parts;
  if (
    parts.length !== 3 ||
    header === undefined ||
    payload === undefined ||
    signature === undefined ||
    !parts.every((part) => /^[\w-]+$/.test(part))
  )
    throw invalid("The token is not a JWT");
  const { alg, kid } = decode(header);
  const claims = decode(payload);
  const cluster = clusters.find(({ issuer }) => issuer === claims.iss);
  if (cluster === undefined)
    throw invalid(
      `No OpenIDConnect provider found for issuer ${JSON.stringify(claims.iss)}`,
    );
  if (alg !== "RS256") throw invalid("Algorithm must be RS256");
  if (!isTokenClaims(claims)) throw invalid("The token lacks a claim");
  const key = await findKey(cluster, kid);
  if (key?.kty !== "RSA" || !isSignedBy(key, `${header}.${payload}`, signature))
    throw invalid("Signature verification failed");
  const now = Date.now() / 1000;
  if (claims.exp <= now)
    throw new AwsFault(400, "ExpiredTokenException", "Token expired");
  if (claims.nbf !== undefined && claims.nbf > now + clockSkew)
    throw invalid("Token is not valid yet");
  return {
    cluster,
    claims,
    audiences: typeof claims.aud === "string" ? [claims.aud] : claims.aud,
  };
}

async function findKey(
  cluster: LabCluster,
  kid: unknown,
): Promise<IssuerKey | undefined> {
  if (typeof kid !== "string") return undefined;
  const keys = await cluster.keys().catch(() => {
    throw new AwsFault(
      400,
      "IDPCommunicationError",
      "Couldn't retrieve the identity provider's keys",
    );
  });
  return keys.find((key) => key.kid === kid);
}

function isSignedBy(key: IssuerKey, text: string, signature: string): boolean {
  try {
    return verify(
      "RSA-SHA256",
      Buffer.from(text),
      createPublicKey({ key, format: "jwk" }),
      Buffer.from(signature, "base64url"),
    );
  } catch {
    return false;
  }
}

function decode(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(
      Buffer.from(part, "base64url").toString("utf8"),
    );
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
  } catch {
    // Falls through to the one answer for all that is no JWT.
  }
  throw invalid("The token is not a JWT");
}

function isTokenClaims(
  claims: Readonly<Record<string, unknown>>,
): claims is Readonly<Record<string, unknown>> & TokenClaims {
  const { iss, sub, exp, nbf, aud } = claims;
  const audiences: unknown = typeof aud === "string" ? [aud] : aud;
  return (
    typeof iss === "string" &&
    typeof sub === "string" &&
    typeof exp === "number" &&
    (nbf === undefined || typeof nbf === "number") &&
    Array.isArray(audiences) &&
    audiences.every((one) => typeof one === "string")
  );
}
