import { podIdentityAgent } from "../../../lab/front/agent";
import { serve, type LabServer } from "../../../lab/front/http";
import { Upstream } from "../../../lab/front/upstream";
import { startServer } from "../../support/loopback-server";
import {
  cluster,
  issuer,
  send,
  startTestFront,
  type Answer,
} from "./test-front";

const associated = {
  associationArn:
    "arn:aws:eks:us-east-1:333333333333:podidentityassociation/alpha/a-1",
  associationId: "a-1",
  roleArn: "arn:aws:iam::333333333333:role/reporter",
  namespace: "reports",
  serviceAccount: "reporter",
};
const assumed = `<AssumeRoleResponse><Arn>arn:aws:sts::333333333333:assumed-role/reporter/x</Arn>
  <AssumedRoleId>AROA:x</AssumedRoleId><AccessKeyId>ASIA</AccessKeyId><SecretAccessKey>s</SecretAccessKey>
  <SessionToken>t</SessionToken><Expiration>2030-01-02T03:04:05Z</Expiration></AssumeRoleResponse>`;

/** Answers as the emulator does, for one association. */
function emulator(association: object = associated) {
  return ({ path, method }: { path: string; method: string }) =>
    method === "POST"
      ? { status: 200, body: assumed }
      : {
          status: 200,
          body: JSON.stringify(
            path.endsWith("associations")
              ? { associations: [associated] }
              : { association },
          ),
        };
}

function issue(more: object = {}): string {
  return issuer.issue({
    namespace: "reports",
    serviceAccount: "reporter",
    audience: "pods.eks.amazonaws.com",
    pod: "reporter-0",
    ...more,
  });
}

describe("the agent", () => {
  let agent: LabServer;
  let upstream: Upstream;

  beforeAll(async () => {
    const url = await startServer(emulator());
    upstream = new Upstream(Number(new URL(url).port));
    agent = await serve(
      { host: "127.0.0.1", port: 0 },
      podIdentityAgent(upstream, [cluster], ["169.254.170.23"]),
    );
  });
  afterAll(async () => {
    await agent.close();
    upstream.close();
  });

  function ask(
    headers: Readonly<Record<string, string>>,
    target = "/v1/credentials",
  ): Promise<Answer> {
    return send(agent.port, {
      target,
      headers: { host: "169.254.170.23", authorization: issue(), ...headers },
    });
  }

  test("answers what SDKs read", async () => {
    const { status, headers, body } = await ask({});
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("application/json");
    expect(JSON.parse(body)).toEqual({
      AccessKeyId: "ASIA",
      SecretAccessKey: "s",
      Token: "t",
      AccountId: "333333333333",
      Expiration: "2030-01-02T03:04:05Z",
    });
  });

  test.each([
    "127.0.0.1",
    "localhost",
    "169.254.170.23:80",
    "169.254.170.23.example.org",
    "evil.example.org",
  ])("answers not at the host %j", async (host) => {
    expect(await ask({ host })).toEqual(
      expect.objectContaining({
        status: 403,
        body: "Called agent through invalid address",
      }),
    );
  });

  test("answers not to a URL as target, nor at another address", async () => {
    expect((await ask({}, "http://169.254.170.23/v1/credentials")).status).toBe(
      400,
    );
    expect((await ask({}, "/v1/credentials/")).status).toBe(404);
    expect((await ask({}, "/")).status).toBe(404);
  });

  test.each([
    ["no token", "", "The token is not a JWT"],
    ["a bearer token", `Bearer ${issue()}`, "The token is not a JWT"],
    [
      "another audience",
      issue({ audience: "sts.amazonaws.com" }),
      "Token audience must be pods.eks.amazonaws.com",
    ],
    [
      "no pod",
      issue({ pod: undefined }),
      "Token is not of a pod of this cluster",
    ],
  ])("refuses %s", async (_, authorization, message) => {
    expect(await ask({ authorization })).toEqual(
      expect.objectContaining({
        status: 400,
        body: `InvalidTokenException: ${message}`,
      }),
    );
  });

  test("refuses who has no association", async () => {
    for (const more of [{ namespace: "other" }, { serviceAccount: "other" }])
      expect(await ask({ authorization: issue(more) })).toEqual(
        expect.objectContaining({
          status: 404,
          body: expect.stringContaining("No association found") as string,
        }),
      );
  });
});

describe("EKS Auth", () => {
  const target = "/clusters/alpha/assume-role-for-pod-identity";

  async function ask(
    body: unknown,
    at = target,
    answer = emulator(),
  ): Promise<
    Answer & { readonly passedOn: readonly { readonly body: string }[] }
  > {
    const front = await startTestFront(answer);
    return {
      ...(await front.send({
        method: "POST",
        target: at,
        body: typeof body === "string" ? body : JSON.stringify(body),
      })),
      passedOn: front.passedOn,
    };
  }

  test("has EKS assume the role with six tags, all transitive", async () => {
    const { status, body, passedOn } = await ask({ token: issue() });
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual(
      expect.objectContaining({
        subject: { namespace: "reports", serviceAccount: "reporter" },
        audience: "pods.eks.amazonaws.com",
        assumedRoleUser: {
          arn: "arn:aws:sts::333333333333:assumed-role/reporter/x",
          assumeRoleId: "AROA:x",
        },
      }),
    );
    const sent = Object.fromEntries(new URLSearchParams(passedOn.at(-1)?.body));
    expect(sent.RoleSessionName).toMatch(/^eks-alpha-reporter-0-[0-9a-f-]+$/);
    expect(sent.RoleSessionName?.length).toBeLessThanOrEqual(64);
    expect(
      [1, 2, 3, 4, 5, 6, 7].map((at) => [
        sent[`Tags.member.${at}.Key`],
        sent[`TransitiveTagKeys.member.${at}`],
      ]),
    ).toEqual([
      ["eks-cluster-arn", "eks-cluster-arn"],
      ["eks-cluster-name", "eks-cluster-name"],
      ["kubernetes-namespace", "kubernetes-namespace"],
      ["kubernetes-service-account", "kubernetes-service-account"],
      ["kubernetes-pod-name", "kubernetes-pod-name"],
      ["kubernetes-pod-uid", "kubernetes-pod-uid"],
      [undefined, undefined],
    ]);
  });

  test("sends no tags where the association says so", async () => {
    const { passedOn } = await ask(
      { token: issue() },
      target,
      emulator({ ...associated, disableSessionTags: true }),
    );
    expect(passedOn.at(-1)?.body).not.toContain("Tags");
  });

  test.each(["", "{", "null", "1", '"x"'])(
    "the body %j is no JSON object",
    async (body) => {
      const { status, headers } = await ask(body);
      expect(status).toBe(400);
      expect(headers["x-amzn-errortype"]).toBe("SerializationException");
    },
  );

  test.each([
    {},
    [],
    { token: null },
    { token: [issue()] },
    { Token: issue() },
    { token: issuer.sign({}) },
  ])("the body %j has no token", async (body) => {
    const { status, headers, passedOn } = await ask(body);
    expect(status).toBe(400);
    expect(headers["x-amzn-errortype"]).toBe("InvalidTokenException");
    expect(headers["content-type"]).toBe("application/json");
    expect(passedOn).toEqual([]);
  });

  test.each<readonly [unknown]>([
    [null],
    [{}],
    ["x"],
    [{ pod: null }],
    [{ pod: {}, namespace: "reports" }],
    [{ pod: { name: "p", uid: "u" }, namespace: "reports" }],
    [
      {
        pod: { name: "p", uid: "u" },
        namespace: ["reports"],
        serviceaccount: { name: "reporter" },
      },
    ],
    [
      {
        pod: { name: {}, uid: "u" },
        namespace: "reports",
        serviceaccount: { name: "reporter" },
      },
    ],
  ])("a token is of no pod with the claim %j", async (claim) => {
    const token = issuer.sign({
      iss: issuer.url,
      sub: "system:serviceaccount:reports:reporter",
      aud: ["pods.eks.amazonaws.com"],
      exp: Math.floor(Date.now() / 1000) + 60,
      "kubernetes.io": claim,
    });
    const { status, body, passedOn } = await ask({ token });
    expect(status).toBe(400);
    expect(body).toContain("Token is not of a pod of this cluster");
    expect(passedOn).toEqual([]);
  });

  test("an expired token is told apart", async () => {
    const { headers } = await ask({ token: issue({ expiresIn: -1 }) });
    expect(headers["x-amzn-errortype"]).toBe("ExpiredTokenException");
  });

  test("a token of one cluster is none of another", async () => {
    expect(
      (await ask({ token: issue() }, target.replace("alpha", "beta"))).body,
    ).toContain("Token is not of a pod of this cluster");
    expect(
      (await ask({ token: issue() }, target.replace("alpha", "al%70ha")))
        .status,
    ).toBe(200);
  });

  test("the emulator's no is EKS Auth's", async () => {
    const allows = emulator();
    const { status, headers, body } = await ask(
      { token: issue() },
      target,
      (request) =>
        request.method === "POST"
          ? { status: 403, body: "<Message>a &lt; b</Message>" }
          : allows(request),
    );
    expect(status).toBe(400);
    expect(headers["x-amzn-errortype"]).toBe("AccessDeniedException");
    expect(JSON.parse(body)).toEqual({ message: "a < b" });
  });
});
