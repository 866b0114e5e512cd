import { Buffer } from "node:buffer";
import fc from "fast-check";
import { property } from "../../support/property";
import {
  cluster,
  form,
  issuer,
  signedFor,
  startTestFront,
  type Answer,
  type Sent,
  type TestFront,
} from "./test-front";

let front: TestFront;
/** What the emulator would say to a forged token, were it asked. */
const secret = "<AccessKeyId>ASIA</AccessKeyId>";

beforeAll(async () => {
  front = await startTestFront(() => ({ status: 200, body: secret }));
});

const roleArn = `arn:aws:iam::${cluster.account}:role/reporter`;
const bytes = fc.uint8Array({ maxLength: 200 }).map((one) => Buffer.from(one));
const base64url = bytes.map((one) => one.toString("base64url"));
const claim = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom(issuer.url, "RS256", "none", 4e9),
);
const part = fc.oneof(
  base64url,
  fc.json().map(encode),
  fc
    .record(
      {
        alg: fc.oneof(fc.constant("RS256"), claim),
        kid: fc.oneof(fc.constant(issuer.keys[0]?.kid), claim),
        iss: fc.oneof(fc.constant(issuer.url), claim),
        sub: claim,
        aud: claim,
        exp: claim,
        "kubernetes.io": claim,
      },
      { requiredKeys: [] },
    )
    .map((value) => encode(JSON.stringify(value))),
);
const token = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(part, { maxLength: 4 }).map((parts) => parts.join(".")),
  fc.tuple(part, part, base64url).map((parts) => parts.join(".")),
);

function encode(text: string): string {
  return Buffer.from(text).toString("base64url");
}

/** An error in the form that clients of that address read. */
function expectError(
  { status, headers, body }: Answer,
  kind: "xml" | "json",
): void {
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body).not.toContain("AccessKeyId");
  if (kind === "json") {
    expect(headers["x-amzn-errortype"]).toMatch(/^\w+$/);
    expect(JSON.parse(body)).toEqual({ message: expect.any(String) as string });
  } else {
    expect(headers["content-type"]).toBe("text/xml");
    expect(body).toMatch(
      /^<ErrorResponse [^<>]*><Error><Type>Sender<\/Type><Code>\w+<\/Code><Message>[^<\u0000-\u0008]*<\/Message><\/Error><RequestId>lab<\/RequestId><\/ErrorResponse>$/,
    );
  }
}

test("no token but the issuer's gets a role from STS", async () => {
  await fc.assert(
    fc.asyncProperty(token, async (webIdentityToken) => {
      const answer = await front.send({
        method: "POST",
        headers: form,
        body: new URLSearchParams({
          Action: "AssumeRoleWithWebIdentity",
          RoleArn: roleArn,
          RoleSessionName: "session",
          WebIdentityToken: webIdentityToken,
        }).toString(),
      });
      expectError(answer, "xml");
    }),
    property(500),
  );
  expect(front.passedOn).toEqual([]);
});

test("no token but the issuer's gets a role from EKS Auth", async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(token, fc.jsonValue()), async (one) => {
      const answer = await front.send({
        method: "POST",
        target: "/clusters/alpha/assume-role-for-pod-identity",
        body: JSON.stringify({ token: one }),
      });
      expectError(answer, "json");
    }),
    property(500),
  );
  expect(front.passedOn).toEqual([]);
});

test("what the issuer signed, whatever it is, is no 5xx", async () => {
  const near = fc.record(
    {
      iss: fc.oneof({ weight: 5, arbitrary: fc.constant(issuer.url) }, claim),
      sub: fc.oneof(fc.string(), claim),
      aud: fc.oneof(fc.constantFrom("pods.eks.amazonaws.com"), claim),
      exp: fc.oneof(fc.constant(4e9), claim),
      nbf: claim,
      "kubernetes.io": fc.oneof(
        claim,
        fc.record(
          { namespace: claim, pod: claim, serviceaccount: claim },
          { requiredKeys: [] },
        ),
      ),
    },
    { requiredKeys: ["iss", "sub", "aud", "exp"] },
  );
  await fc.assert(
    fc.asyncProperty(near, async (claims) => {
      const answer = await front.send({
        method: "POST",
        target: "/clusters/alpha/assume-role-for-pod-identity",
        body: JSON.stringify({ token: issuer.sign(claims) }),
      });
      expectError(answer, "json");
    }),
    property(200),
  );
});

test("random bytes as a body get nothing, anywhere", async () => {
  const call = fc.record({
    target: fc.constantFrom(
      "/",
      "/clusters/alpha/assume-role-for-pod-identity",
      "/_lab/tokenreview/alpha",
      "/?Action=AssumeRoleWithWebIdentity",
    ),
    method: fc.constantFrom("POST", "PUT", "GET"),
    headers: fc.constantFrom({}, form),
    body: bytes,
  });
  await fc.assert(
    fc.asyncProperty(call, async (sent) => {
      expectError(
        await front.send(sent),
        sent.target.startsWith("/?") || sent.target === "/" ? "xml" : "json",
      );
    }),
    property(500),
  );
  expect(front.passedOn).toEqual([]);
});

test("random headers and targets crash nothing, and no unsigned call gets through", async () => {
  const name = fc.oneof(
    fc.stringMatching(/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,20}$/),
    fc.constantFrom(
      "x-lab-service",
      "X-LAB-SERVICE",
      "x-amz-target",
      "content-encoding",
      "content-type",
      "x-amz-date",
      "expect",
      "upgrade",
      "x-forwarded-proto",
    ),
  );
  const value = fc.stringMatching(/^[\t -~\u0080-\u00ff]{0,40}$/);
  const hostile = fc.record({
    method: fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"),
    target: fc.oneof(
      fc.stringMatching(/^\/[!-~]{0,40}$/),
      fc.webPath().map((path) => path || "/"),
      fc.constantFrom("/", "/_lab/tokenreview/alpha", "/%", "/%ff", "/?%ff=%"),
    ),
    names: fc.dictionary(name, value, { maxKeys: 4 }),
    service: fc.constantFrom(undefined, "sts", "iam", "eks", "s3"),
    body: bytes,
  });
  await fc.assert(
    fc.asyncProperty(
      hostile,
      async ({ method, target, names, service, body }) => {
        const before = front.passedOn.length;
        const sent: Sent = {
          method,
          target,
          body,
          headers: {
            ...fromReserved(names),
            ...(service !== undefined && signedFor(service)),
          },
        };
        const { status, body: text } = await front.send(sent);
        expect(status).toBeLessThan(500);
        if (service === undefined) {
          expect(status).toBeGreaterThanOrEqual(400);
          expect(text).not.toContain("AccessKeyId");
          expect(front.passedOn).toHaveLength(before);
        }
        for (const { headers } of front.passedOn.slice(before))
          expect(
            Object.keys(headers).filter((one) =>
              /^x-(lab|forwarded)-/.test(one),
            ),
          ).toEqual([]);
      },
    ),
    property(1_000),
  );
});

/** Headers but those that this machine's client needs for itself. */
function fromReserved(
  headers: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(
      ([name]) =>
        !/^(host|connection|content-length|transfer-encoding|authorization|__proto__|expect)$/i.test(
          name,
        ),
    ),
  );
}

test("the front still works after all that", async () => {
  const { status, body } = await front.send({
    method: "POST",
    headers: { ...form, ...signedFor("sts") },
    body: "Action=GetCallerIdentity",
  });
  expect([status, body]).toEqual([200, secret]);
});
