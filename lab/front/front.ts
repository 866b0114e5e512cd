import { admit } from "./admit";
import { AwsFault } from "./aws-fault";
import type { LabCluster } from "./cluster";
import { EksGaps } from "./eks-gaps";
import {
  json,
  serve,
  text,
  type LabRequest,
  type LabResponse,
  type LabServer,
} from "./http";
import {
  isOidcProviderUpdate,
  updateOidcProvider,
} from "./oidc-provider-updates";
import { assumeRoleForPodIdentity } from "./pod-identity";
import { reviewToken } from "./token-review";
import type { Upstream } from "./upstream";
import { assumeRoleWithWebIdentity } from "./web-identity";
import { escapeXml } from "./xml";

export interface FrontProps {
  readonly upstream: Upstream;
  readonly clusters: readonly LabCluster[];
  /** A free one where it is 0. */
  readonly port: number;
}

/**
 * The AWS endpoint of the lab: what clients call. It does what the emulator behind it doesn't (verify
 * tokens, EKS Auth, gaps of EKS and IAM) and passes on what else is IAM, STS, EKS or S3, under the Host
 * header that the client signed, without headers that are the lab's own.
 */
export function startFront(props: FrontProps): Promise<LabServer> {
  const gaps = new EksGaps(props.clusters);
  return serve({ host: "127.0.0.1", port: props.port }, async (request) => {
    try {
      return await answer(props, gaps, request);
    } catch (error) {
      return asAwsError(request, error);
    }
  });
}

async function answer(
  { upstream, clusters }: FrontProps,
  gaps: EksGaps,
  request: LabRequest,
): Promise<LabResponse> {
  const call = admit(request);
  const forward = (): Promise<LabResponse> => passOn(upstream, request);
  switch (call.kind) {
    case "token-review": {
      const cluster = clusters.find(({ name }) => name === call.cluster);
      return cluster === undefined
        ? text(404, "no such cluster")
        : json(await reviewToken(upstream, cluster, parseObject(request.body)));
    }
    case "pod-identity": {
      const { token } = parseObject(request.body);
      return json(
        await assumeRoleForPodIdentity(
          upstream,
          clusters,
          call.cluster,
          typeof token === "string" ? token : "",
        ),
      );
    }
    case "query":
      if (call.action === "AssumeRoleWithWebIdentity")
        return assumeRoleWithWebIdentity(upstream, clusters, call.parameters);
      return isOidcProviderUpdate(call.action)
        ? updateOidcProvider(upstream, call.parameters, forward)
        : forward();
    case "eks":
      return gaps.answer(request, call.scope, forward);
    case "s3":
      return forward();
  }
}

async function passOn(
  upstream: Upstream,
  request: LabRequest,
): Promise<LabResponse> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => isPassedOn(name)),
  );
  return upstream.send(request.method, request.target, headers, request.body);
}

/** Whether a client's header reaches the emulator: not the lab's own, nor those of the connection. */
function isPassedOn(name: string): boolean {
  return (
    !/^(x-lab-|x-forwarded-|proxy-)/.test(name) &&
    ![
      "connection",
      "expect",
      "http2-settings",
      "keep-alive",
      "te",
      "trailer",
      "transfer-encoding",
      "upgrade",
    ].includes(name)
  );
}

function parseObject(body: Buffer): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(body.toString());
  } catch {
    // Told below, as any other value that is no object.
  }
  if (typeof value !== "object" || value === null)
    throw new AwsFault(400, "SerializationException", "Body is not JSON");
  return value as Readonly<Record<string, unknown>>;
}

function asAwsError(request: LabRequest, error: unknown): LabResponse {
  const fault =
    error instanceof AwsFault
      ? error
      : new AwsFault(500, "InternalFailure", String(error));
  if (request.path !== "/")
    return {
      status: fault.status,
      headers: {
        "content-type": "application/json",
        "x-amzn-errortype": fault.code,
      },
      body: JSON.stringify({ message: fault.message }),
    };
  return {
    status: fault.status,
    headers: { "content-type": "text/xml" },
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${fault.code}</Code><Message>${escapeXml(fault.message)}</Message></Error><RequestId>lab</RequestId></ErrorResponse>`,
  };
}
