import { Upstream, type SessionCredentials } from "../../../lab/front/upstream";
import { elementsOf } from "../../../lab/front/xml";
import { itOnMinistack, startedOnMinistack } from "../../support/ministack";
import { startFrontOnMinistack } from "./front-on-ministack";
import { account, region } from "./test-front";

/** A session of a role that may do everything: the emulator verifies its signatures, unlike a root user's. */
const lab = startedOnMinistack(async (python) => {
  const started = await startFrontOnMinistack(python);
  const client = new Upstream(started.front);
  const everything = { Effect: "Allow", Action: "*" };
  await client.iam(account, {
    Action: "CreateRole",
    RoleName: "admin",
    AssumeRolePolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: "sts:AssumeRole",
      },
    }),
  });
  await client.iam(account, {
    Action: "PutRolePolicy",
    RoleName: "admin",
    PolicyName: "everything",
    PolicyDocument: JSON.stringify({
      Version: "2012-10-17",
      Statement: { ...everything, Resource: "*" },
    }),
  });
  const { body } = await client.signed(
    { account, region, service: "sts" },
    "POST",
    "/",
    `Version=2011-06-15&Action=AssumeRole&RoleSessionName=test&RoleArn=arn:aws:iam::${account}:role/admin`,
  );
  const element = (name: string): string =>
    elementsOf(body.toString(), name)[0] ?? "";
  const credentials: SessionCredentials = {
    accessKeyId: element("AccessKeyId"),
    secretAccessKey: element("SecretAccessKey"),
    sessionToken: element("SessionToken"),
  };
  return {
    client,
    credentials,
    close: async () => {
      client.close();
      await started.close();
    },
  };
});

const calls = [
  ["iam", "POST", "/", "Version=2010-05-08&Action=ListRoles"],
  ["sts", "GET", "/?Version=2011-06-15&Action=GetCallerIdentity", ""],
  ["eks", "GET", "/clusters?maxResults=9", ""],
  ["eks", "GET", "/clusters?z=1&maxResults=9&a=%20x+y*~%27()!", ""],
  ["eks", "GET", "/clusters?b=2&b=10&B=1&a", ""],
  [
    "eks",
    "GET",
    "/clusters/none/access-entries/arn%3Aaws%3Aiam%3A%3A1%3Arole%2Fa",
    "",
  ],
  ["s3", "PUT", "/signed-bucket", ""],
  ["s3", "PUT", "/signed-bucket/a%20b/c%2Bd~e", "x"],
  ["s3", "GET", "/signed-bucket?prefix=a%20b%2F&list-type=2", ""],
] as const;

const refusals = ["SignatureDoesNotMatch", "InvalidSignatureException"];

for (const [service, method, target, body] of calls)
  itOnMinistack(
    `${method} ${target} for ${service} is signed as the emulator computes it`,
    async () => {
      const { client, credentials } = lab();
      const answerTo = async (
        signer: SessionCredentials,
      ): Promise<string | undefined> => {
        const answer = await client.signed(
          { credentials: signer, region, service },
          method,
          target,
          body,
        );
        const text = answer.body.toString();
        return [
          String(answer.headers["x-amzn-errortype"]),
          ...elementsOf(text, "Code"),
          /"__type":\s*"(\w+)"/.exec(text)?.[1],
        ].find((code) => code !== undefined && refusals.includes(code));
      };
      expect(await answerTo(credentials)).toBeUndefined();
      expect(
        await answerTo({ ...credentials, secretAccessKey: "another" }),
      ).toBeDefined();
    },
  );
