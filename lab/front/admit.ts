import { AwsFault } from "./aws-fault";
import type { LabRequest } from "./http";

/** What the front is asked for. */
export type Call =
  | { readonly kind: "token-review"; readonly cluster: string }
  | { readonly kind: "pod-identity"; readonly cluster: string }
  /** A call of AWS's query protocol; only the one with a web identity token needs no signature. */
  | {
      readonly kind: "query";
      readonly action: string;
      readonly parameters: URLSearchParams;
    }
  | { readonly kind: "eks"; readonly scope: string }
  | { readonly kind: "s3" };

/** Bytes of the longest call. IAM's longest policy is far below; what S3 stores may be longer. */
const longestCall = 64 * 1024;

/**
 * Says what a request is, or refuses it. The emulator has doors that no AWS has: `/_ministack/` resets it,
 * its metadata addresses give credentials to anybody, services such as Lambda run a client's code inside
 * it. It also reads a request in more ways than one: JSON instead of parameters, compressed bodies, headers
 * out of a body's trailer. So only what is known to be IAM, STS, EKS or S3, in the form that SDKs
 * send, is let in.
 *
 * @throws AwsFault
 */
export function admit(request: LabRequest): Call {
  const { headers, path } = request;
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(headers.host ?? ""))
    throw denied("Host is not the lab's");
  const reviewed = /^\/_lab\/tokenreview\/([^/]+)$/.exec(path)?.[1];
  if (reviewed !== undefined)
    return { kind: "token-review", cluster: callOf(request, reviewed) };
  const pods = /^\/clusters\/([^/]+)\/assume-role-for-pod-identity$/.exec(
    path,
  )?.[1];
  if (pods !== undefined)
    return { kind: "pod-identity", cluster: callOf(request, pods) };
  if (headers["x-amz-target"] !== undefined)
    throw denied("JSON protocols with a target are not the lab's");
  const signature = readSignature(headers.authorization);
  switch (signature?.service) {
    case "s3":
      if (!/^\/($|[a-z0-9][a-z0-9.-]{2,62}(\/|$))/.test(path))
        throw denied("No such bucket address");
      return withoutAction(request, { kind: "s3" });
    case "eks":
      if (!/^\/(clusters|addons|tags)(\/|$)/.test(path))
        throw denied("No such EKS address");
      return withoutAction(request, {
        kind: "eks",
        scope: callOf(request, signature.scope),
      });
    case "iam":
    case "sts":
    case undefined:
      return readQuery(request, signature !== undefined);
    default:
      throw denied(`The lab has no service ${signature?.service ?? ""}`);
  }
}

/** A call of a REST service, which the emulator would authorize as another action where one is named. */
function withoutAction({ query, headers }: LabRequest, call: Call): Call {
  if (
    new URLSearchParams(query).has("Action") ||
    headers["content-type"]?.includes("x-www-form-urlencoded") === true
  )
    throw denied("A REST service takes no Action");
  return call;
}

/** A value, where the request is one that the emulator reads as it stands. */
function callOf<T>({ headers, body }: LabRequest, value: T): T {
  if (body.length > longestCall)
    throw new AwsFault(413, "RequestEntityTooLarge", "Request is too large");
  if (
    headers["content-encoding"] !== undefined ||
    headers["x-amz-decoded-content-length"] !== undefined ||
    headers["x-amz-trailer"] !== undefined ||
    headers["x-amz-content-sha256"]?.includes("STREAMING-") === true
  )
    throw denied("An encoded body is for S3 only");
  return value;
}

function readQuery(request: LabRequest, isSigned: boolean): Call {
  const { method, path, body, query } = callOf(request, request);
  if (path !== "/") throw denied("No such address");
  const parameters = new URLSearchParams(query);
  if (method === "POST")
    for (const [name, value] of new URLSearchParams(body.toString()))
      parameters.append(name, value);
  else if (method !== "GET" || body.length > 0)
    throw denied("Method must be GET or POST");
  const names = [...parameters.keys()];
  if (new Set(names).size < names.length)
    throw new AwsFault(
      400,
      "MalformedQueryString",
      "A parameter is given twice",
    );
  const action = parameters.get("Action") ?? "";
  if (!isSigned && action !== "AssumeRoleWithWebIdentity")
    throw new AwsFault(
      403,
      "MissingAuthenticationToken",
      "Request is missing Authentication Token",
    );
  return { kind: "query", action, parameters };
}

/** What a request is signed for, by its header: EKS's token holds a presigned call, but nobody sends one. */
function readSignature(
  authorization: string | undefined,
): { readonly service: string; readonly scope: string } | undefined {
  if (authorization === undefined) return undefined;
  const [, scope, service] =
    /^AWS4-HMAC-SHA256 Credential=([^/,\s=]+\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request),[^/]*$/.exec(
      authorization,
    ) ?? [];
  if (scope === undefined || service === undefined)
    throw new AwsFault(
      403,
      "IncompleteSignature",
      "Request must be signed by AWS4-HMAC-SHA256",
    );
  return { service, scope };
}

function denied(message: string): AwsFault {
  return new AwsFault(403, "AccessDenied", message);
}
