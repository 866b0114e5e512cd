import {
  createHmac,
  createPublicKey,
  createSign,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import type { IssuerKey, LabCluster } from "../../../lab/front/cluster";
import { Issuer } from "../../../lab/front/issuer";
import { verifyToken } from "../../../lab/front/verify-token";
import { cluster, issuer } from "./test-front";

const now = Math.floor(Date.now() / 1000);
const claims = {
  iss: issuer.url,
  sub: "system:serviceaccount:reports:reporter",
  aud: ["sts.amazonaws.com"],
  exp: now + 600,
};
const [published] = issuer.keys;
if (published === undefined) throw new Error("the issuer has no key");

function encode(part: unknown): string {
  return Buffer.from(
    typeof part === "string" ? part : JSON.stringify(part),
  ).toString("base64url");
}

/** A token of any header, signed by any function of the signed text. */
function token(
  header: unknown,
  payload: unknown,
  sign: (text: string) => Buffer,
): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${sign(text).toString("base64url")}`;
}

function by(key: KeyObject): (text: string) => Buffer {
  return (text) => createSign("RSA-SHA256").update(text).sign(key);
}

function verify(
  text: string,
  clusters: readonly LabCluster[] = [cluster],
): Promise<string> {
  return verifyToken(clusters, text).then(
    () => "valid",
    (error: unknown) =>
      error instanceof Error && "code" in error
        ? `${String(error.code)}: ${error.message}`
        : `not a fault: ${String(error)}`,
  );
}

/** A cluster whose issuer publishes other keys. */
function publishing(...keys: readonly IssuerKey[]): readonly LabCluster[] {
  return [{ ...cluster, keys: () => Promise.resolve(keys) }];
}

const notJwt = "InvalidIdentityToken: The token is not a JWT";
const notRs256 = "InvalidIdentityToken: Algorithm must be RS256";
const notSigned = "InvalidIdentityToken: Signature verification failed";
const lacking = "InvalidIdentityToken: The token lacks a claim";
const other = generateKeyPairSync("rsa", { modulusLength: 2048 });
const rs256 = { alg: "RS256", kid: published.kid };
const byOther = by(other.privateKey);

describe("a token of the issuer", () => {
  test.each([
    ["a list of audiences", ["a", "b"], ["a", "b"]],
    ["one audience as text", "a", ["a"]],
  ])("is valid with %s", async (_, aud, audiences) => {
    const verified = await verifyToken(
      [cluster],
      issuer.sign({ ...claims, aud }),
    );
    expect(verified.audiences).toEqual(audiences);
    expect(verified.cluster).toBe(cluster);
    expect(verified.claims.sub).toBe(claims.sub);
  });

  test("is its own cluster's, whichever clusters there are", async () => {
    const second = { ...cluster, name: "beta", issuer: `${issuer.url}2` };
    expect(
      (await verifyToken([second, cluster], issuer.sign(claims))).cluster.name,
    ).toBe("alpha");
  });

  test("is valid until it expires, and 60 seconds before it begins", async () => {
    expect(await verify(issuer.sign({ ...claims, exp: now + 5 }))).toBe(
      "valid",
    );
    expect(await verify(issuer.sign({ ...claims, nbf: now + 50 }))).toBe(
      "valid",
    );
  });

  test("is refused once it has expired", async () => {
    expect(await verify(issuer.sign({ ...claims, exp: now - 1 }))).toBe(
      "ExpiredTokenException: Token expired",
    );
  });

  test("is refused before it begins", async () => {
    expect(await verify(issuer.sign({ ...claims, nbf: now + 120 }))).toBe(
      "InvalidIdentityToken: Token is not valid yet",
    );
  });
});

describe("a signature that is none", () => {
  const publicKey = createPublicKey({ key: published, format: "jwk" });
  const secrets: readonly (readonly [string, string | Buffer])[] = [
    ["PEM", publicKey.export({ format: "pem", type: "spki" })],
    ["DER", publicKey.export({ format: "der", type: "spki" })],
    ["JWK", JSON.stringify(published)],
    ["modulus", Buffer.from(published.n ?? "", "base64url")],
    ["key set", JSON.stringify({ keys: issuer.keys })],
  ];

  test.each(["none", "None", "NONE", "nOnE", "", null, 0, ["RS256"], "rs256"])(
    "refuses the algorithm %j",
    async (alg) => {
      const unsigned = token({ ...rs256, alg }, claims, () => Buffer.from("x"));
      expect(await verify(unsigned)).toBe(notRs256);
      expect(await verify(unsigned.replace(/[^.]+$/, ""))).toBe(notJwt);
    },
  );

  test.each(secrets)(
    "refuses an HMAC by the public key as a secret: %s",
    async (_, secret) => {
      const hmac = (text: string): Buffer =>
        createHmac("sha256", secret).update(text).digest();
      expect(
        await verify(token({ ...rs256, alg: "HS256" }, claims, hmac)),
      ).toBe(notRs256);
      expect(await verify(token(rs256, claims, hmac))).toBe(notSigned);
    },
  );

  test("refuses another key under the issuer's key id", async () => {
    expect(await verify(token(rs256, claims, byOther))).toBe(notSigned);
  });

  test("refuses another issuer's token", async () => {
    const neighbour = new Issuer(`${issuer.url}2`);
    const clusters = [
      cluster,
      {
        ...cluster,
        issuer: neighbour.url,
        keys: () => Promise.resolve(neighbour.keys),
      },
    ];
    expect(await verify(neighbour.sign(claims), clusters)).toBe(notSigned);
    expect(
      await verify(issuer.sign({ ...claims, iss: neighbour.url }), clusters),
    ).toBe(notSigned);
  });

  test.each(["jwk", "jku", "x5c", "x5u"])(
    "takes no key from the header's %s",
    async (name) => {
      const header = {
        ...rs256,
        [name]: other.publicKey.export({ format: "jwk" }),
      };
      expect(await verify(token(header, claims, byOther))).toBe(notSigned);
    },
  );

  test.each([
    "another",
    "",
    "__proto__",
    "constructor",
    "toString",
    "length",
    "0",
    0,
    null,
    undefined,
    ["0"],
    { toString: "x" },
  ])("refuses the key id %j", async (kid) => {
    expect(await verify(token({ ...rs256, kid }, claims, byOther))).toBe(
      notSigned,
    );
  });

  test("refuses changed parts of a true token", async () => {
    const [header, payload, signature] = issuer.sign(claims).split(".");
    const changed = encode({ ...claims, sub: `${claims.sub}2` });
    expect(await verify([header, changed, signature].join("."))).toBe(
      notSigned,
    );
    expect(
      await verify([encode({ ...rs256, x: 1 }), payload, signature].join(".")),
    ).toBe(notSigned);
    expect(await verify([header, payload, encode("x")].join("."))).toBe(
      notSigned,
    );
  });

  test("takes of two algorithms the one that it verifies by", async () => {
    const twice = `{"alg":"none","kid":"${published.kid ?? ""}","alg":"RS256"}`;
    expect(await verify(token(twice, claims, byOther))).toBe(notSigned);
    const none = `{"alg":"RS256","kid":"${published.kid ?? ""}","alg":"none"}`;
    expect(await verify(token(none, claims, byOther))).toBe(notRs256);
  });
});

describe("several keys", () => {
  const clusters = publishing(published, {
    ...other.publicKey.export({ format: "jwk" }),
    kid: "second",
  });

  test("a token is verified by the one that it names", async () => {
    expect(
      await verify(
        token({ ...rs256, kid: "second" }, claims, byOther),
        clusters,
      ),
    ).toBe("valid");
    expect(await verify(issuer.sign(claims), clusters)).toBe("valid");
    expect(await verify(token(rs256, claims, byOther), clusters)).toBe(
      notSigned,
    );
  });

  test("a token that names none is refused, though one of them signed it", async () => {
    const [, ...rest] = await (clusters[0]?.keys() ?? []);
    for (const kid of ["third", "", undefined])
      expect(
        await verify(
          token({ ...rs256, kid }, claims, byOther),
          publishing(...rest),
        ),
      ).toBe(notSigned);
  });
});

describe("keys that are of no use", () => {
  test("refuses a key that is not RSA", async () => {
    const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const key = { ...ec.publicKey.export({ format: "jwk" }), kid: "ec" };
    const signed = token({ ...rs256, kid: "ec" }, claims, (text) =>
      createSign("SHA256").update(text).sign(ec.privateKey),
    );
    expect(await verify(signed, publishing(key))).toBe(notSigned);
  });

  test.each<readonly [string, IssuerKey]>([
    ["secret", { kty: "oct", k: encode("secret"), kid: "k" }],
    ["modulus missing", { kty: "RSA", e: "AQAB", kid: "k" }],
    ["modulus not text", { kty: "RSA", e: "AQAB", n: "?", kid: "k" }],
  ])("refuses by a broken key: %s", async (_, key) => {
    expect(
      await verify(
        token({ ...rs256, kid: "k" }, claims, byOther),
        publishing(key),
      ),
    ).toBe(notSigned);
  });

  test("says so where the issuer's keys can't be had", async () => {
    const clusters = [
      { ...cluster, keys: () => Promise.reject(new Error("refused")) },
    ];
    expect(await verify(issuer.sign(claims), clusters)).toBe(
      "IDPCommunicationError: Couldn't retrieve the identity provider's keys",
    );
  });
});

describe("claims", () => {
  test.each(["sub", "aud", "exp"])(
    "refuses a token without %s",
    async (name) => {
      expect(await verify(issuer.sign({ ...claims, [name]: undefined }))).toBe(
        lacking,
      );
    },
  );

  test.each<readonly [string, unknown]>([
    ["sub", ["a"]],
    ["exp", String(now + 600)],
    ["exp", null],
    ["nbf", "0"],
    ["aud", 1],
    ["aud", [1]],
    ["aud", { a: 1 }],
  ])("refuses %s as %j", async (name, value) => {
    expect(await verify(issuer.sign({ ...claims, [name]: value }))).toBe(
      lacking,
    );
  });

  test.each<readonly [unknown]>([
    [[issuer.url]],
    [undefined],
    [null],
    [{ toString: "x" }],
    [`${issuer.url}/`],
    [issuer.url.toUpperCase()],
    ["__proto__"],
  ])("knows no issuer %j", async (iss) => {
    expect(await verify(issuer.sign({ ...claims, iss }))).toMatch(
      /^InvalidIdentityToken: No OpenIDConnect provider found for issuer /,
    );
  });
});

describe("what is no token", () => {
  const [header = "", payload = "", signature = ""] = issuer
    .sign(claims)
    .split(".");
  test.each([
    "",
    ".",
    "..",
    "...",
    "a.b.c",
    "null",
    `${header}.${payload}`,
    `${header}.${payload}.`,
    `${header}.${payload}.${signature}.x`,
    `${header}.${payload}.${signature}=`,
    ` ${header}.${payload}.${signature}`,
    `${header}.${payload}.${signature}\n`,
    `${encode("null")}.${payload}.${signature}`,
    `${encode("[]")}.${payload}.${signature}`,
    `${header}.${encode('"text"')}.${signature}`,
    `${header}.${encode("{")}.${signature}`,
    `${header}.${"A".repeat(1_000_000)}.${signature}`,
  ])("refuses it (%#)", async (text) => {
    expect(await verify(text)).toBe(notJwt);
  });

  test("a megabyte of claims is no reason to take long", async () => {
    const start = Date.now();
    expect(
      await verify(token(rs256, { ...claims, x: "x".repeat(1e6) }, byOther)),
    ).toBe(notSigned);
    expect(Date.now() - start).toBeLessThan(1_000);
  });
});
