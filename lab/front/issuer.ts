import { createSign, generateKeyPairSync, randomUUID } from "node:crypto";
import type { IssuerKey } from "./cluster";

/** Who asks for a token. */
export interface TokenRequest {
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly audience: string;
  /** Name of the pod that the token is bound to; unbound where absent. */
  readonly pod?: string;
  /** Seconds. @default 3600 */
  readonly expiresIn?: number;
}

/** A cluster's token issuer, where no Kubernetes runs: the claims are Kubernetes' own. */
export class Issuer {
  readonly keys: readonly IssuerKey[];
  private readonly privateKey;
  private readonly keyId = randomUUID();

  constructor(readonly url: string) {
    const { publicKey, privateKey } = generateKeyPairSync("rsa", {
      modulusLength: 2048,
    });
    this.privateKey = privateKey;
    this.keys = [
      {
        ...publicKey.export({ format: "jwk" }),
        kid: this.keyId,
        alg: "RS256",
        use: "sig",
      },
    ];
  }

  /** Issues a token as the API server's TokenRequest does. */
  issue(request: TokenRequest): string {
    const now = Math.floor(Date.now() / 1000);
    return this.sign({
      aud: [request.audience],
      exp: now + (request.expiresIn ?? 3600),
      iat: now,
      iss: this.url,
      jti: randomUUID(),
      nbf: now,
      sub: `system:serviceaccount:${request.namespace}:${request.serviceAccount}`,
      "kubernetes.io": {
        namespace: request.namespace,
        ...(request.pod !== undefined && {
          node: { name: "lab", uid: randomUUID() },
          pod: { name: request.pod, uid: randomUUID() },
        }),
        serviceaccount: { name: request.serviceAccount, uid: randomUUID() },
      },
    });
  }

  /** Signs any claims, for tests of what must be refused. */
  sign(claims: object): string {
    const body = [{ alg: "RS256", kid: this.keyId }, claims]
      .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
      .join(".");
    const signature = createSign("RSA-SHA256")
      .update(body)
      .sign(this.privateKey)
      .toString("base64url");
    return `${body}.${signature}`;
  }
}
