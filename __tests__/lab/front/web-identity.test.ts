import { gzipSync } from "node:zlib";
import { Upstream } from "../../../lab/front/upstream";
import { elementsOf } from "../../../lab/front/xml";
import { itOnMinistack, startedOnMinistack } from "../../support/ministack";
import { startFrontOnMinistack } from "./front-on-ministack";
import {
  account,
  form,
  issuer,
  send,
  signedFor,
  type Answer,
  type Sent,
} from "./test-front";

const host = issuer.url.replace("https://", "");
const provider = `arn:aws:iam::${account}:oidc-provider/${host}`;
const roleArn = `arn:aws:iam::${account}:role/reporter`;
const subject = "system:serviceaccount:reports:reporter";

const lab = startedOnMinistack(async (python) => {
  const started = await startFrontOnMinistack(python);
  const client = new Upstream(started.front);
  const iam = async (parameters: Record<string, string>): Promise<void> => {
    const { status, body } = await client.iam(account, parameters);
    if (status !== 200) throw new Error(body.toString());
  };
  await iam({
    Action: "CreateOpenIDConnectProvider",
    Url: issuer.url,
    "ClientIDList.member.1": "sts.amazonaws.com",
  });
  await createRole(iam, "reporter", {
    Principal: { Federated: provider },
    Action: "sts:AssumeRoleWithWebIdentity",
    Condition: {
      StringEquals: {
        [`${host}:sub`]: subject,
        [`${host}:aud`]: "sts.amazonaws.com",
      },
    },
  });
  await createRole(iam, "of-eks", {
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
  });
  client.close();
  return started;
});

function createRole(
  iam: (parameters: Record<string, string>) => Promise<void>,
  name: string,
  statement: object,
): Promise<void> {
  return iam({
    Action: "CreateRole",
    RoleName: name,
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", ...statement },
    }),
  });
}

function issue(audience = "sts.amazonaws.com"): string {
  return issuer.issue({
    namespace: "reports",
    serviceAccount: "reporter",
    audience,
  });
}

/** What nobody signed. */
const forged = [
  { alg: "none" },
  { iss: issuer.url, sub: subject, aud: "sts.amazonaws.com" },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .concat("x")
  .join(".");

function parametersWith(
  token: string,
  more: Readonly<Record<string, string>> = {},
): string {
  return new URLSearchParams({
    Action: "AssumeRoleWithWebIdentity",
    Version: "2011-06-15",
    RoleArn: roleArn,
    RoleSessionName: "session",
    WebIdentityToken: token,
    ...more,
  }).toString();
}

function assume(
  token: string,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return send(lab().front, {
    method: "POST",
    headers: form,
    body: parametersWith(token, more),
  });
}

function codeOf({ body }: Answer): string | undefined {
  return elementsOf(body, "Code")[0];
}

describe("a token of the issuer", () => {
  itOnMinistack("gets the role, and the answer tells the truth", async () => {
    const { status, headers, body } = await assume(issue());
    expect(status).toBe(200);
    expect(headers["content-type"]).toBe("text/xml");
    expect(elementsOf(body, "Arn")).toEqual([
      `arn:aws:sts::${account}:assumed-role/reporter/session`,
    ]);
    expect(elementsOf(body, "SubjectFromWebIdentityToken")).toEqual([subject]);
    expect(elementsOf(body, "Audience")).toEqual(["sts.amazonaws.com"]);
    expect(elementsOf(body, "Provider")).toEqual([provider]);
  });

  itOnMinistack("may be sent by GET", async () => {
    const target = `/?${parametersWith(issue())}`;
    expect((await send(lab().front, { target })).status).toBe(200);
  });

  itOnMinistack("may be sent with a signature, or in chunks", async () => {
    expect(
      (
        await send(lab().front, {
          method: "POST",
          headers: { ...form, ...signedFor("sts") },
          body: parametersWith(issue()),
          chunked: true,
        })
      ).status,
    ).toBe(200);
  });

  itOnMinistack(
    "a session may be called as the emulator's subject",
    async () => {
      const { body } = await assume(issue(), {
        RoleSessionName: "test-subject",
      });
      expect(elementsOf(body, "Arn")[0]).toMatch(/\/reporter\/test-subject$/);
      expect(elementsOf(body, "SubjectFromWebIdentityToken")).toEqual([
        subject,
      ]);
    },
  );

  itOnMinistack("needs the provider's audience", async () => {
    const answer = await assume(issue("other"));
    expect(answer.status).toBe(400);
    expect(codeOf(answer)).toBe("InvalidIdentityToken");
    expect(answer.body).toContain("Incorrect token audience");
  });

  itOnMinistack("needs a provider in the role's account", async () => {
    const answer = await assume(issue(), {
      RoleArn: "arn:aws:iam::444444444444:role/reporter",
    });
    expect(codeOf(answer)).toBe("InvalidIdentityToken");
    expect(answer.body).toContain("No OpenIDConnect provider found");
  });

  itOnMinistack("needs a role that trusts it", async () => {
    const answer = await assume(issue(), {
      RoleArn: `arn:aws:iam::${account}:role/of-eks`,
    });
    expect(answer.status).toBe(403);
    expect(codeOf(answer)).toBe("AccessDenied");
  });

  for (const [name, more] of Object.entries<Readonly<Record<string, string>>>({
    "no role": { RoleArn: "" },
    "a role's name": { RoleArn: "reporter" },
    "no session name": { RoleSessionName: "" },
    "markup in the session name": { RoleSessionName: "<Arn>" },
    "no number as duration": { DurationSeconds: "1e3" },
    "too short a duration": { DurationSeconds: "899" },
    "too long a duration": { DurationSeconds: "43201" },
    "a session policy": { Policy: "{}" },
    "a session policy by ARN": { "PolicyArns.member.1.arn": "arn:x" },
  }))
    itOnMinistack(`refuses ${name}`, async () => {
      const answer = await assume(issue(), more);
      expect(answer.status).toBe(400);
      expect(codeOf(answer)).toBe("ValidationError");
    });
});

/** One way to ask the emulator for a role with a token that nobody signed. */
interface Spelling extends Sent {
  readonly name: string;
  /** Whether the emulator itself gives the role away. */
  readonly isOpen: boolean;
}

const json = { "content-type": "application/x-amz-json-1.1" };
const jsonBody = {
  RoleArn: roleArn,
  RoleSessionName: "session",
  WebIdentityToken: forged,
};
const post = { method: "POST", headers: form, body: parametersWith(forged) };
const signed = { ...form, ...signedFor("sts") };
const get = `?${parametersWith(forged)}`;

function awsChunked(body: string, trailer = ""): string {
  return `${body.length.toString(16)}\r\n${body}\r\n0\r\n${trailer}\r\n`;
}

const spellings: readonly Spelling[] = [
  { name: "a form", isOpen: true, ...post },
  { name: "GET", isOpen: true, target: `/${get}` },
  {
    name: "PUT with a query",
    isOpen: true,
    method: "PUT",
    target: `/${get}`,
    headers: signedFor("sts"),
  },
  {
    name: "OPTIONS with a query",
    isOpen: false,
    method: "OPTIONS",
    target: `/${get}`,
    headers: signedFor("sts"),
  },
  {
    name: "query and body, each a part",
    isOpen: true,
    method: "POST",
    target: "/?Action=AssumeRoleWithWebIdentity",
    headers: form,
    body: parametersWith(forged).replace(/^Action=\w+&/, ""),
  },
  {
    name: "another action in the query",
    isOpen: true,
    ...post,
    target: "/?Action=GetCallerIdentity",
    headers: signed,
  },
  {
    name: "another action first",
    isOpen: false,
    ...post,
    body: `Action=GetCallerIdentity&${post.body}`,
  },
  {
    name: "another action last",
    isOpen: true,
    ...post,
    body: `${post.body}&Action=GetCallerIdentity`,
  },
  {
    name: "two tokens",
    isOpen: true,
    ...post,
    body: `${post.body}&WebIdentityToken=x`,
  },
  {
    name: "Version twice",
    isOpen: true,
    ...post,
    body: `Version=2011-06-15&${post.body}`,
  },
  {
    name: "a percent-encoded name",
    isOpen: true,
    ...post,
    body: post.body.replace("Action", "%41ction"),
  },
  {
    name: "a percent-encoded action",
    isOpen: true,
    ...post,
    body: post.body.replace("AssumeRole", "%41ssumeRol%65"),
  },
  {
    name: "an action in lower case",
    isOpen: false,
    ...post,
    body: post.body.replace("AssumeRoleWith", "assumerolewith"),
  },
  {
    name: "a name in lower case",
    isOpen: false,
    ...post,
    body: post.body.replace("Action", "action"),
  },
  {
    name: "another path",
    isOpen: true,
    ...post,
    target: "/x",
    headers: signed,
  },
  { name: "two slashes", isOpen: true, ...post, target: "//", headers: signed },
  {
    name: "the path of EKS Auth's neighbour",
    isOpen: true,
    ...post,
    target: "/clusters/alpha/assume-role-for-pod-identity/",
    headers: signed,
  },
  {
    name: "dot segments",
    isOpen: true,
    ...post,
    target: "/x/..",
    headers: signed,
  },
  { name: "a fragment", isOpen: true, target: `/#${get}` },
  {
    name: "a URL as target",
    isOpen: true,
    ...post,
    target: "http://127.0.0.1/",
    headers: signed,
  },
  {
    name: "text",
    isOpen: true,
    ...post,
    headers: { ...signed, "content-type": "text/plain" },
  },
  {
    name: "no content type, STS's host",
    isOpen: true,
    ...post,
    headers: { host: "sts.localhost" },
  },
  { name: "chunks", isOpen: true, ...post, chunked: true },
  {
    name: "a long body",
    isOpen: true,
    ...post,
    body: `${post.body}&x=${"x".repeat(70_000)}`,
  },
  {
    name: "gzip",
    isOpen: true,
    ...post,
    headers: { ...signed, "content-encoding": "gzip" },
    body: gzipSync(post.body),
  },
  {
    name: "AWS chunks",
    isOpen: true,
    ...post,
    headers: { ...signed, "content-encoding": "aws-chunked" },
    body: awsChunked(post.body),
  },
  {
    name: "AWS chunks, told by the length",
    isOpen: true,
    ...post,
    headers: {
      ...signed,
      "x-amz-decoded-content-length": String(post.body.length),
    },
    body: awsChunked(post.body),
  },
  {
    name: "JSON",
    isOpen: true,
    method: "POST",
    headers: {
      ...json,
      ...signedFor("sts"),
      "x-amz-target":
        "AWSSecurityTokenServiceV20110615.AssumeRoleWithWebIdentity",
    },
    body: JSON.stringify(jsonBody),
  },
  {
    name: "JSON with another action as target",
    isOpen: true,
    method: "POST",
    headers: {
      ...json,
      ...signedFor("sts"),
      "x-amz-target": "AWSSecurityTokenServiceV20110615.GetCallerIdentity",
    },
    body: JSON.stringify({ ...jsonBody, Action: "AssumeRoleWithWebIdentity" }),
  },
  {
    name: "the scope of S3",
    isOpen: false,
    ...post,
    headers: { ...form, ...signedFor("s3") },
  },
  {
    name: "the role of EKS, the service named in a trailer",
    isOpen: true,
    method: "POST",
    headers: { ...signed, "content-encoding": "aws-chunked" },
    body: awsChunked(
      new URLSearchParams({
        Action: "AssumeRole",
        RoleArn: `arn:aws:iam::${account}:role/of-eks`,
        RoleSessionName: "session",
      }).toString(),
      'x-lab-service: {"service":"pods.eks.amazonaws.com","context":{}}\r\n',
    ),
  },
];

describe("the front lets nobody in whom the emulator would, without a signed token", () => {
  for (const { name, isOpen, ...sent } of spellings)
    itOnMinistack(`by ${name}`, async () => {
      const behind = await send(lab().emulator, sent);
      expect(behind.body.includes("AccessKeyId")).toBe(isOpen);
      const { status, body } = await send(lab().front, sent);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
      expect(body).not.toContain("AccessKeyId");
    });
});
