import { connect } from "node:net";
import {
  form,
  send,
  signedFor,
  startTestFront,
  type TestFront,
} from "./test-front";

let front: TestFront;

beforeAll(async () => {
  front = await startTestFront();
});
beforeEach(() => {
  (front.passedOn as unknown[]).length = 0;
});

const identity = "Action=GetCallerIdentity&Version=2011-06-15";

describe("what is let in", () => {
  test.each([
    ["POST", "/", "iam", form, "Action=ListRoles&Version=2010-05-08"],
    ["GET", `/?${identity}`, "sts", {}, ""],
    [
      "POST",
      "/",
      "sts",
      { "content-type": `${form["content-type"]}; charset=utf-8` },
      identity,
    ],
    ["GET", "/clusters", "eks", {}, ""],
    [
      "GET",
      "/clusters/alpha/access-entries/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa",
      "eks",
      {},
      "",
    ],
    [
      "PUT",
      "/state/env/terraform.tfstate",
      "s3",
      { "content-type": "application/json" },
      "{}",
    ],
    ["GET", "/?x-id=ListBuckets", "s3", {}, ""],
    ["GET", "/state?", "s3", {}, ""],
  ])(
    "%s %s for %s, unchanged",
    async (method, target, service, headers, body) => {
      const { status } = await front.send({
        method,
        target,
        headers: { ...headers, ...signedFor(service) },
        body,
      });
      expect(status).toBe(200);
      expect(front.passedOn).toEqual([
        expect.objectContaining({
          method,
          path: target.split("?")[0],
          body,
          headers: expect.objectContaining({
            ...headers,
            ...signedFor(service),
            host: `127.0.0.1:${front.port}`,
          }) as object,
        }),
      ]);
    },
  );

  test("a body sent in chunks, as one with a length", async () => {
    const { status } = await front.send({
      method: "POST",
      headers: { ...form, ...signedFor("sts") },
      body: identity,
      chunked: true,
    });
    expect(status).toBe(200);
    expect(front.passedOn[0]?.headers["transfer-encoding"]).toBeUndefined();
    expect(front.passedOn[0]?.headers["content-length"]).toBe(
      String(identity.length),
    );
    expect(front.passedOn[0]?.body).toBe(identity);
  });

  test("S3 bodies in chunks that are signed one by one", async () => {
    const { status } = await front.send({
      method: "PUT",
      target: "/state/key",
      headers: {
        ...signedFor("s3"),
        "content-encoding": "aws-chunked",
        "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": "1",
        "x-amz-trailer": "x-amz-checksum-crc32",
      },
      body: "1\r\nx\r\n0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n",
    });
    expect(status).toBe(200);
    expect(front.passedOn).toHaveLength(1);
  });
});

describe("side doors of the emulator", () => {
  const targets = [
    "/_ministack/health",
    "/_ministack/ready",
    "/_ministack/reset",
    "/_ministack/config",
    "/_ministack/lambda-code/1/us-east-1/x",
    "/_ministack/cfn-response/x",
    "/_ministack/cfn-signal/x",
    "/_ministack/ses/messages",
    "/_ministack/sqs/messages",
    "/_ministack/rds/iam-auth",
    "/_ministack/eks-auth/333333333333/us-east-1/alpha/0123456789abcdef",
    "/_localstack/health",
    "/_localstack/init",
    "/_aws/execute-api/a/b/c",
    "/_aws/lambda-url/x/y",
    "/_alb/x",
    "/_lab",
    "/_lab/token",
    "/%5Fministack/reset",
    "/%5f%6dinistack/reset",
    "/_ministack%2Freset",
    "/./_ministack/reset",
    "/x/../_ministack/reset",
    "/%2e/_ministack/reset",
    "/_aws/lambda-url/x/../../../state/key",
    "/_aws/lambda-url/%2e%2e/%2E./..%2f/state/key",
    "/_ministack/lambda-code/../../clusters",
    "/_ministack/lambda-code/../../",
    "//_ministack/reset",
    "/\\_ministack/reset",
    "/_ministack/reset#",
    "/?#/_ministack/reset",
    "http://127.0.0.1/_ministack/reset",
    "/latest/meta-data/iam/security-credentials/",
    "/v2/credentials/x",
    "/v2/_catalog",
    "/2015-03-31/functions",
    "/WriteGetObjectResponse",
    "*",
  ];
  const signatures = [undefined, "s3", "eks", "iam", "sts", "lambda"];

  test.each(targets)("%s is none of the lab's", async (target) => {
    for (const service of signatures)
      for (const method of ["GET", "POST", "PUT"]) {
        // A path of digits and lower case is a bucket, for S3.
        if (service === "s3" && /^\/(latest|2015)/.test(target)) continue;
        const { status } = await front.send({
          method,
          target,
          headers: service === undefined ? {} : signedFor(service),
        });
        expect([400, 403, 404]).toContain(status);
      }
    expect(front.passedOn).toEqual([]);
  });

  test.each(["lambda", "cloudformation", "states", "ec2", "S3", "execute-api"])(
    "the service %s is none of the lab's",
    async (service) => {
      expect((await front.send({ headers: signedFor(service) })).status).toBe(
        403,
      );
      expect(front.passedOn).toEqual([]);
    },
  );

  test.each([
    "x.execute-api.localhost",
    "sts.amazonaws.com",
    "bucket.s3.localhost",
    "127.0.0.1.example.org",
    "evil.example.org:80",
  ])("the host %j is none of the lab's", async (host) => {
    const { status } = await front.send({
      headers: { ...signedFor("s3"), host },
    });
    expect(status).toBe(403);
    expect(front.passedOn).toEqual([]);
  });

  test.each([
    "",
    "AWS 333333333333:x",
    "Bearer x",
    "AWS4-ECDSA-P256-SHA256 Credential=333333333333/20261124/sts/aws4_request, SignedHeaders=host, Signature=00",
    "Credential=333333333333/20261124/us-east-1/sts/aws4_request, SignedHeaders=host, Signature=00",
    "AWS4-HMAC-SHA256 Credential=333333333333/x/us-east-1/lambda/aws4_request, Credential=333333333333/20261124/us-east-1/sts/aws4_request, Signature=00",
    "AWS4-HMAC-SHA256 Credential=333333333333/20261124/us-east-1/sts/aws4_request, Credential=3/20261124/us-east-1/lambda/aws4_request, Signature=00",
  ])("the signature %j is none", async (authorization) => {
    const { status, body } = await front.send({
      method: "POST",
      headers: { ...form, authorization },
      body: identity,
    });
    expect(status).toBe(403);
    expect(body).toContain("<Code>IncompleteSignature</Code>");
    expect(front.passedOn).toEqual([]);
  });

  test("a call without a signature gets no further, presigned or not", async () => {
    for (const target of [
      `/?${identity}`,
      `/?${identity}&X-Amz-Credential=333333333333/20261124/us-east-1/sts/aws4_request`,
      `/?${identity}&AWSAccessKeyId=333333333333`,
    ])
      expect((await front.send({ target })).body).toContain(
        "<Code>MissingAuthenticationToken</Code>",
      );
    expect(front.passedOn).toEqual([]);
  });

  test.each(["eks", "s3"])(
    "an Action doesn't name what a call to %s is authorized as",
    async (service) => {
      const sent = { method: "POST", target: "/clusters/alpha/addons" };
      for (const one of [
        { ...sent, target: `${sent.target}?Action=ListClusters`, headers: {} },
        { ...sent, target: `${sent.target}?%41ction=`, headers: {} },
        { ...sent, headers: form, body: "Action=ListClusters" },
      ])
        expect(
          (
            await front.send({
              ...one,
              headers: { ...one.headers, ...signedFor(service) },
            })
          ).status,
        ).toBe(403);
      expect(front.passedOn).toEqual([]);
    },
  );
});

describe("headers", () => {
  const service = JSON.stringify({
    service: "pods.eks.amazonaws.com",
    context: {},
  });

  test("none of the lab's own gets through, in any case, once or twice", async () => {
    for (const headers of [
      { "x-lab-service": service },
      { "X-Lab-Service": service },
      { "X-LAB-SERVICE": [service, service] },
      { "x-lab-": "x", "x-lab-other": "x" },
      { connection: "x-lab-service", "x-lab-service": service },
    ])
      await front.send({
        method: "POST",
        headers: { ...form, ...signedFor("sts"), ...headers },
        body: identity,
      });
    expect(front.passedOn).toHaveLength(5);
    for (const { headers } of front.passedOn)
      expect(
        Object.keys(headers).filter((name) => name.startsWith("x-lab")),
      ).toEqual([]);
  });

  test("a parameter of that name stays a parameter", async () => {
    await front.send({
      target: `/?${identity}&x-lab-service=${encodeURIComponent(service)}`,
      headers: signedFor("sts"),
    });
    expect(front.passedOn[0]?.headers).not.toHaveProperty("x-lab-service");
  });

  test("nothing of the connection gets through, nor where a request is from", async () => {
    await front.send({
      headers: {
        ...signedFor("s3"),
        upgrade: "h2c",
        "http2-settings": "AAMAAABkAAQAAP__",
        te: "trailers",
        "keep-alive": "timeout=5",
        "proxy-authorization": "x",
        "x-forwarded-for": "10.0.0.1",
        "x-forwarded-proto": "https",
      },
    });
    expect(Object.keys(front.passedOn[0]?.headers ?? {}).sort()).toEqual([
      "authorization",
      "connection",
      "content-length",
      "host",
    ]);
  });

  test("a body that becomes headers or another body is S3's only", async () => {
    for (const service of ["sts", "iam", "eks"])
      for (const headers of [
        { "content-encoding": "aws-chunked" },
        { "content-encoding": "gzip" },
        { "x-amz-decoded-content-length": "1" },
        { "x-amz-trailer": "x-lab-service" },
        { "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER" },
        { "x-amz-target": "AWSSecurityTokenServiceV20110615.AssumeRole" },
      ])
        expect(
          (
            await front.send({
              method: "POST",
              target: service === "eks" ? "/clusters" : "/",
              headers: {
                ...(service !== "eks" && form),
                ...headers,
                ...signedFor(service),
              },
              body: identity,
            })
          ).status,
        ).toBe(403);
    expect(front.passedOn).toEqual([]);
  });

  test("two lengths, or a length and chunks, are no request", async () => {
    for (const headers of [
      "Content-Length: 1\r\nContent-Length: 2",
      "Content-Length: 1\r\nTransfer-Encoding: chunked",
    ])
      expect(
        await raw(
          `POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n${headers}\r\n\r\n0\r\n\r\n`,
        ),
      ).toMatch(/^HTTP\/1.1 400 /);
    expect(front.passedOn).toEqual([]);
  });

  function raw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = connect(front.port, "127.0.0.1");
      let answer = "";
      socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
      socket.on("close", () => {
        resolve(answer);
      });
      socket.on("error", reject);
      socket.end(text);
    });
  }
});

describe("sizes", () => {
  const mebibyte = 1024 * 1024;

  test("16 MiB go to S3", async () => {
    const { status } = await front.send({
      method: "PUT",
      target: "/state/key",
      headers: signedFor("s3"),
      body: Buffer.alloc(16 * mebibyte),
    });
    expect(status).toBe(200);
    expect(front.passedOn[0]?.body).toHaveLength(16 * mebibyte);
  });

  test("one byte more is refused, and the connection lives on", async () => {
    for (const chunked of [false, true])
      expect(
        (
          await send(front.port, {
            method: "PUT",
            target: "/state/key",
            headers: signedFor("s3"),
            body: Buffer.alloc(16 * mebibyte + 1),
            chunked,
          })
        ).status,
      ).toBe(413);
    expect(front.passedOn).toEqual([]);
  });

  test.each([
    ["iam", "/", form, "<Code>RequestEntityTooLarge</Code>"],
    ["sts", "/", form, "<Code>RequestEntityTooLarge</Code>"],
    ["eks", "/clusters", {}, '{"message":"Request is too large"}'],
  ])(
    "a call to %s has at most 64 KiB",
    async (service, target, headers, text) => {
      const call = (length: number): ReturnType<typeof front.send> =>
        front.send({
          method: "POST",
          target,
          headers: { ...headers, ...signedFor(service) },
          body: `Action=X&a=${"a".repeat(length - 11)}`,
        });
      expect((await call(64 * 1024)).status).toBe(200);
      const refused = await call(64 * 1024 + 1);
      expect(refused.status).toBe(413);
      expect(refused.body).toContain(text);
      expect(front.passedOn).toHaveLength(1);
    },
  );
});
