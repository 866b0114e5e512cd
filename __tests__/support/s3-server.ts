import { createHash } from "node:crypto";
import { startServer, type Request, type Response } from "./loopback-server";

/** As much of S3 and STS as Terraform's S3 backend uses. */
export interface S3Server {
  readonly address: string;
  /** `METHOD /bucket/key`, in order, lists and STS calls left out. */
  readonly requests: readonly string[];
  /** `/bucket/key` -> its text and the encryption that was asked for. */
  readonly objects: Map<
    string,
    { readonly text: string; readonly encryption: string }
  >;
  /** Parameters of STS calls. */
  readonly calls: readonly URLSearchParams[];
}

/** Starts S3 and STS of one account on one port. */
export async function startS3Server(account: string): Promise<S3Server> {
  const requests: string[] = [];
  const calls: URLSearchParams[] = [];
  const objects: S3Server["objects"] = new Map();
  const address = await startServer((request) => {
    if (request.method === "POST" && request.path === "/") {
      const call = new URLSearchParams(request.body);
      calls.push(call);
      return answerSts(call, account);
    }
    if (request.query.has("list-type") || request.query.has("prefix"))
      return xml("ListBucketResult", "<IsTruncated>false</IsTruncated>");
    requests.push(`${request.method} ${request.path}`);
    return answerS3(request, objects);
  });
  return { address, requests, objects, calls };
}

function answerS3(
  { method, path, headers, body }: Request,
  objects: S3Server["objects"],
): Response {
  const found = objects.get(path);
  switch (method) {
    case "PUT":
      if (headers["if-none-match"] === "*" && found !== undefined)
        return {
          status: 412,
          body: "<Error><Code>PreconditionFailed</Code></Error>",
        };
      objects.set(path, {
        text: body,
        encryption: [
          headers["x-amz-server-side-encryption"],
          headers["x-amz-server-side-encryption-aws-kms-key-id"],
        ]
          .filter(Boolean)
          .join(" "),
      });
      return { status: 200, headers: { ETag: etag(body) } };
    case "HEAD":
    case "GET":
      if (found === undefined)
        return { status: 404, body: "<Error><Code>NoSuchKey</Code></Error>" };
      return {
        status: 200,
        headers: {
          ETag: etag(found.text),
          "Content-Length": String(Buffer.byteLength(found.text)),
        },
        ...(method === "GET" && { body: found.text }),
      };
    case "DELETE":
      objects.delete(path);
      return { status: 204 };
    default:
      return { status: 405 };
  }
}

function answerSts(call: URLSearchParams, account: string): Response {
  if (call.get("Action") === "GetCallerIdentity")
    return xml(
      "GetCallerIdentityResponse",
      `<GetCallerIdentityResult><Arn>arn:aws:iam::${account}:user/test</Arn><UserId>AIDA</UserId><Account>${account}</Account></GetCallerIdentityResult>`,
    );
  return xml(
    "AssumeRoleResponse",
    `<AssumeRoleResult><Credentials><AccessKeyId>ASIAIOSFODNN7EXAMPLE</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>`,
  );
}

function xml(root: string, content: string): Response {
  return {
    status: 200,
    headers: { "Content-Type": "text/xml" },
    body: `<${root}>${content}</${root}>`,
  };
}

function etag(text: string): string {
  return JSON.stringify(createHash("md5").update(text).digest("hex"));
}
