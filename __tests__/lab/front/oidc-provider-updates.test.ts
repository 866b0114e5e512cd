import { Upstream, type Signer } from "../../../lab/front/upstream";
import { elementsOf, insideOf } from "../../../lab/front/xml";
import { itOnMinistack, startedOnMinistack } from "../../support/ministack";
import { startFrontOnMinistack } from "./front-on-ministack";
import { account, form, region, signedFor, startTestFront } from "./test-front";

const markup = `<b>&amp; "it's" ]]> \u{1f600}`;
let last = 0;

const lab = startedOnMinistack(async (python) => {
  const started = await startFrontOnMinistack(python);
  const client = new Upstream(started.front);
  return {
    client,
    close: async () => {
      client.close();
      await started.close();
    },
  };
});

async function iam(
  parameters: Readonly<Record<string, string>>,
  signer: Signer = { account },
): Promise<{ readonly status: number; readonly xml: string }> {
  const { status, body } = await lab().client.signed(
    { ...signer, region: "us-east-1", service: "iam" },
    "POST",
    "/",
    new URLSearchParams({ Version: "2010-05-08", ...parameters }).toString(),
  );
  return { status, xml: body.toString() };
}

/** Makes a provider with two client ids, a thumbprint, two tags. */
async function makeProvider(): Promise<string> {
  const { xml } = await iam({
    Action: "CreateOpenIDConnectProvider",
    Url: `https://issuer.example.com/id/${++last}`,
    "ClientIDList.member.1": "sts.amazonaws.com",
    "ClientIDList.member.2": markup,
    "ThumbprintList.member.1": "a".repeat(40),
    "Tags.member.1.Key": "team",
    "Tags.member.1.Value": markup,
    "Tags.member.2.Key": "empty",
    "Tags.member.2.Value": "",
  });
  return elementsOf(xml, "OpenIDConnectProviderArn")[0] ?? "";
}

const made = {
  clientIds: ["sts.amazonaws.com", markup],
  thumbprints: ["a".repeat(40)],
  tags: [
    ["team", markup],
    ["empty", ""],
  ],
};

async function read(arn: string): Promise<object> {
  const { xml } = await iam({
    Action: "GetOpenIDConnectProvider",
    OpenIDConnectProviderArn: arn,
  });
  const values = elementsOf(xml, "Value");
  return {
    clientIds: elementsOf(insideOf(xml, "ClientIDList"), "member"),
    thumbprints: elementsOf(insideOf(xml, "ThumbprintList"), "member"),
    tags: elementsOf(xml, "Key").map((key, index) => [key, values[index]]),
  };
}

itOnMinistack("what was made is read, markup and all", async () => {
  expect(await read(await makeProvider())).toEqual(made);
});

const changes: readonly {
  readonly action: string;
  readonly parameters: Readonly<Record<string, string>>;
  readonly after: object;
}[] = [
  {
    action: "TagOpenIDConnectProvider",
    parameters: {
      "Tags.member.1.Key": "team",
      "Tags.member.1.Value": "b",
      "Tags.member.2.Key": "a<b>",
      "Tags.member.2.Value": markup,
    },
    after: {
      ...made,
      tags: [
        ["team", "b"],
        ["empty", ""],
        ["a<b>", markup],
      ],
    },
  },
  {
    action: "UntagOpenIDConnectProvider",
    parameters: { "TagKeys.member.1": "team", "TagKeys.member.2": "none" },
    after: { ...made, tags: [["empty", ""]] },
  },
  {
    action: "AddClientIDToOpenIDConnectProvider",
    parameters: { ClientID: "a&b" },
    after: { ...made, clientIds: [...made.clientIds, "a&b"] },
  },
  {
    action: "AddClientIDToOpenIDConnectProvider",
    parameters: { ClientID: markup },
    after: made,
  },
  {
    action: "RemoveClientIDFromOpenIDConnectProvider",
    parameters: { ClientID: markup },
    after: { ...made, clientIds: ["sts.amazonaws.com"] },
  },
  {
    action: "UpdateOpenIDConnectProviderThumbprint",
    parameters: {
      "ThumbprintList.member.1": "b".repeat(40),
      "ThumbprintList.member.2": "c".repeat(40),
    },
    after: { ...made, thumbprints: ["b".repeat(40), "c".repeat(40)] },
  },
  {
    action: "UpdateOpenIDConnectProviderThumbprint",
    parameters: {},
    after: { ...made, thumbprints: [] },
  },
];

for (const { action, parameters, after } of changes)
  itOnMinistack(
    `${action} of ${JSON.stringify(parameters)} changes that and nothing else`,
    async () => {
      const arn = await makeProvider();
      const { status, xml } = await iam({
        Action: action,
        OpenIDConnectProviderArn: arn,
        ...parameters,
      });
      expect(status).toBe(200);
      expect(xml).toMatch(new RegExp(`^<${action}Response>`));
      expect(await read(arn)).toEqual(after);
    },
  );

itOnMinistack("tags are listed", async () => {
  const { xml } = await iam({
    Action: "ListOpenIDConnectProviderTags",
    OpenIDConnectProviderArn: await makeProvider(),
  });
  expect(elementsOf(xml, "Key")).toEqual(["team", "empty"]);
  expect(elementsOf(xml, "Value")).toEqual([markup, ""]);
});

itOnMinistack("a provider that isn't there can't be changed", async () => {
  const { status, xml } = await iam({
    Action: "TagOpenIDConnectProvider",
    OpenIDConnectProviderArn: `arn:aws:iam::${account}:oidc-provider/none`,
  });
  expect(status).toBe(404);
  expect(elementsOf(xml, "Code")).toEqual(["NoSuchEntity"]);
});

itOnMinistack("who may not change a provider doesn't", async () => {
  const arn = await makeProvider();
  await iam({
    Action: "CreateRole",
    RoleName: "weak",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
      },
    }),
  });
  const assumed = await lab().client.signed(
    { account, region, service: "sts" },
    "POST",
    "/",
    `Version=2011-06-15&Action=AssumeRole&RoleSessionName=weak&RoleArn=arn:aws:iam::${account}:role/weak`,
  );
  const element = (name: string): string =>
    elementsOf(assumed.body.toString(), name)[0] ?? "";
  const { status, xml } = await iam(
    {
      Action: "AddClientIDToOpenIDConnectProvider",
      OpenIDConnectProviderArn: arn,
      ClientID: "mine",
    },
    {
      credentials: {
        accessKeyId: element("AccessKeyId"),
        secretAccessKey: element("SecretAccessKey"),
        sessionToken: element("SessionToken"),
      },
    },
  );
  expect(status).toBe(403);
  expect(elementsOf(xml, "Code")).toEqual(["AccessDenied"]);
  expect(await read(arn)).toEqual(made);
});

test("a change that the emulator refuses leaves the provider as it was", async () => {
  const bodies: string[] = [];
  const front = await startTestFront(({ headers, body }) => {
    bodies.push(body);
    const action = /Action=(\w+)/.exec(body)?.[1];
    const isOwn = headers.host !== `127.0.0.1:${front.port}`;
    if (!isOwn) return { status: 400, body: "<Code>InvalidAction</Code>" };
    if (action === "GetOpenIDConnectProvider")
      return {
        status: 200,
        body: "<ClientIDList><member>a</member></ClientIDList>",
      };
    return action === "CreateOpenIDConnectProvider" && body.includes("=b")
      ? { status: 409, body: "<Code>LimitExceeded</Code>" }
      : { status: 200, body: "<x/>" };
  });
  const arn = `arn:aws:iam::${account}:oidc-provider/issuer.example.com`;
  const answer = await front.send({
    method: "POST",
    headers: { ...form, ...signedFor("iam") },
    body: `Action=AddClientIDToOpenIDConnectProvider&ClientID=b&OpenIDConnectProviderArn=${arn}`,
  });
  expect(answer.status).toBe(409);
  expect(answer.body).toBe("<Code>LimitExceeded</Code>");
  expect(bodies.map((body) => /Action=(\w+)/.exec(body)?.[1]).slice(1)).toEqual(
    [
      "GetOpenIDConnectProvider",
      "DeleteOpenIDConnectProvider",
      "CreateOpenIDConnectProvider",
      "CreateOpenIDConnectProvider",
    ],
  );
  expect(bodies.at(-1)).not.toContain("=b");
});
