import { account, startTestFront, type TestFront } from "./test-front";

let front: TestFront;
let identity: { readonly status: number; readonly body: string };
let entry: { readonly status: number; readonly body: string };
const session = `arn:aws:sts::${account}:assumed-role/admin/someone`;

beforeAll(async () => {
  front = await startTestFront(({ path }) =>
    path.includes("/access-entries/") ? entry : identity,
  );
});
beforeEach(() => {
  (front.passedOn as unknown[]).length = 0;
  identity = { status: 200, body: `<Arn>${session}</Arn>` };
  entry = {
    status: 200,
    body: JSON.stringify({
      accessEntry: { username: "", kubernetesGroups: ["viewers"] },
    }),
  };
});

function presigned(
  parameters: Readonly<Record<string, string>> = {},
  base = "http://127.0.0.1:4566/",
): string {
  const url = new URL(base);
  url.search = new URLSearchParams({
    Action: "GetCallerIdentity",
    Version: "2011-06-15",
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Expires": "60",
    "X-Amz-SignedHeaders": "host;x-k8s-aws-id",
    ...parameters,
  }).toString();
  return url.href;
}

function tokenOf(url: string): string {
  return `k8s-aws-v1.${Buffer.from(url).toString("base64url")}`;
}

async function review(
  token: unknown,
  cluster = "alpha",
): Promise<{ readonly status: number; readonly value: unknown }> {
  const { status, body } = await front.send({
    method: "POST",
    target: `/_lab/tokenreview/${cluster}`,
    body: JSON.stringify({
      apiVersion: "authentication.k8s.io/v1",
      spec: { token },
    }),
  });
  return { status, value: body.startsWith("{") ? JSON.parse(body) : body };
}

const nobody = {
  status: 200,
  value: {
    apiVersion: "authentication.k8s.io/v1",
    kind: "TokenReview",
    status: { authenticated: false },
  },
};

test("a presigned call proves a role's session that has an access entry", async () => {
  expect(await review(tokenOf(presigned()))).toEqual({
    status: 200,
    value: {
      ...nobody.value,
      status: {
        authenticated: true,
        user: {
          username: session,
          uid: session,
          groups: ["system:authenticated", "system:masters", "viewers"],
        },
      },
    },
  });
  expect(front.passedOn.map(({ path }) => path)).toEqual([
    "/",
    `/clusters/alpha/access-entries/${encodeURIComponent(`arn:aws:iam::${account}:role/admin`)}`,
  ]);
  expect(front.passedOn[0]?.headers).toEqual(
    expect.objectContaining({
      host: "127.0.0.1:4566",
      "x-k8s-aws-id": "alpha",
    }),
  );
});

test.each([
  [
    "another address, where an answer may be stored",
    presigned({}, "http://127.0.0.1:4566/bucket/key"),
  ],
  ["another host", presigned({}, "http://bucket.s3.localhost:4566/")],
  ["another action", presigned({ Action: "GetSessionToken" })],
  ["two actions", `${presigned()}&Action=ListRoles`],
  [
    "no cluster among the signed headers",
    presigned({ "X-Amz-SignedHeaders": "host" }),
  ],
  [
    "a part of the header's name",
    presigned({ "X-Amz-SignedHeaders": "host;x-k8s-aws-id2" }),
  ],
  ["a day's validity", presigned({ "X-Amz-Expires": "86400" })],
  ["no validity", presigned({ "X-Amz-Expires": "x" })],
  ["no URL", "x"],
  ["nothing", ""],
])("a call proves nobody with %s", async (_, url) => {
  expect(await review(tokenOf(url))).toEqual(nobody);
  expect(front.passedOn).toEqual([]);
});

test.each([
  undefined,
  null,
  1,
  "",
  "k8s-aws-v1.",
  "k8s-aws-v1.!",
  "k8s-aws-v2.x",
  {},
])("the token %j proves nobody", async (token) => {
  expect(await review(token)).toEqual(nobody);
});

test("who is refused by STS, or has no access entry, is nobody", async () => {
  identity = { status: 403, body: identity.body };
  expect(await review(tokenOf(presigned()))).toEqual(nobody);
  identity = { status: 200, body: identity.body };
  entry = { status: 404, body: "{}" };
  expect(await review(tokenOf(presigned()))).toEqual(nobody);
});

test("a cluster that isn't there reviews nothing", async () => {
  expect((await review(tokenOf(presigned()), "beta")).status).toBe(404);
});

test.each(["", "null", "{", "[", '"x"'])(
  "the body %j is no review",
  async (body) => {
    const { status } = await front.send({
      method: "POST",
      target: "/_lab/tokenreview/alpha",
      body,
    });
    expect(status).toBe(400);
  },
);
