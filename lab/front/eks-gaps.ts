import type { LabCluster } from "./cluster";
import { json, type LabRequest, type LabResponse } from "./http";

/** Versions of the agent add-on that the lab offers, the default first. */
const agentVersions = ["v1.3.7-eksbuild.2", "v1.3.8-eksbuild.2"];

/** Hands a request to the emulator. */
type Forward = () => Promise<LabResponse>;

/**
 * What the emulator's EKS lacks: tags of associations and add-ons, updates of add-ons, their versions,
 * repeated creation of an association, and the issuer, endpoint and certificate of clusters. The emulator
 * is asked first in each case, as it knows who may do it.
 */
export class EksGaps {
  private readonly tags = new Map<string, Readonly<Record<string, string>>>();
  private readonly created = new Map<string, Promise<LabResponse>>();

  constructor(private readonly clusters: readonly LabCluster[]) {}

  /**
   * Answers a request to EKS.
   *
   * @param scope whom, when and where the request is signed for
   */
  async answer(
    request: LabRequest,
    scope: string,
    forward: Forward,
  ): Promise<LabResponse> {
    const response = await this.createOnce(request, scope, forward);
    const tagged = /^\/tags\/(.+:(?:podidentityassociation|addon)\/.+)$/.exec(
      request.path,
    )?.[1];
    if (tagged !== undefined && (response.status === 200 || isGap(response)))
      return this.changeTags(request, tagged);
    if (!isGap(response)) return this.complete(response);
    const update = /^\/clusters\/[^/]+\/updates\/(.+)$/.exec(request.path)?.[1];
    if (request.method === "GET" && update !== undefined)
      return json({
        update: {
          id: update,
          status: "Successful",
          type: "AddonUpdate",
          params: [],
          errors: [],
          createdAt: 1,
        },
      });
    return request.method === "GET" &&
      request.path === "/addons/supported-versions"
      ? addonVersions(new URLSearchParams(request.query))
      : response;
  }

  /**
   * Creates an association once: under load the provider repeats a request that was done already, and
   * EKS recognises it by its client request token. What failed may be tried again.
   */
  private async createOnce(
    request: LabRequest,
    scope: string,
    forward: Forward,
  ): Promise<LabResponse> {
    const isCreate =
      request.method === "POST" &&
      /^\/clusters\/[^/]+\/pod-identity-associations$/.test(request.path);
    const { clientRequestToken } = parse(request.body) as {
      readonly clientRequestToken?: unknown;
    };
    if (!isCreate || typeof clientRequestToken !== "string") return forward();
    const key = [scope, request.path, request.body.toString()].join("\n");
    const made = this.created.get(key) ?? forward();
    this.created.set(key, made);
    const forget = (): unknown => this.created.delete(key);
    const response = await made.catch((error: unknown) => {
      forget();
      throw error;
    });
    if (response.status >= 300) forget();
    return response;
  }

  /** Completes what the emulator answers. */
  private complete(response: LabResponse): LabResponse {
    const value = parse(response.body) as {
      cluster?: {
        name: string;
        arn: string;
        endpoint?: string;
        identity?: unknown;
        certificateAuthority?: unknown;
      };
      association?: { associationArn?: string; tags?: unknown };
      addon?: { addonArn?: string; tags?: unknown };
    };
    if (value.cluster) {
      const [, , , region, account] = value.cluster.arn.split(":");
      const { name } = value.cluster;
      const known = this.clusters.find(
        (one) =>
          one.name === name && one.region === region && one.account === account,
      );
      if (known === undefined) return response;
      value.cluster.identity = { oidc: { issuer: known.issuer } };
      if (known.endpoint !== undefined) value.cluster.endpoint = known.endpoint;
      if (known.certificateAuthority !== undefined)
        value.cluster.certificateAuthority = {
          data: known.certificateAuthority,
        };
    } else {
      const tagged = value.association ?? value.addon;
      const arn = value.association?.associationArn ?? value.addon?.addonArn;
      if (tagged === undefined || arn === undefined) return response;
      const tags =
        this.tags.get(arn) ??
        (tagged.tags as Readonly<Record<string, string>> | undefined) ??
        {};
      this.tags.set(arn, tags);
      tagged.tags = tags;
    }
    return { ...response, body: JSON.stringify(value) };
  }

  private changeTags(request: LabRequest, arn: string): LabResponse {
    const tags = this.tags.get(arn) ?? {};
    if (request.method === "GET") return json({ tags });
    const sent = parse(request.body) as { readonly tags?: object };
    const removed = new URLSearchParams(request.query).getAll("tagKeys");
    this.tags.set(
      arn,
      request.method === "DELETE"
        ? Object.fromEntries(
            Object.entries(tags).filter(([key]) => !removed.includes(key)),
          )
        : { ...tags, ...sent.tags },
    );
    return json({});
  }
}

/** Whether the emulator let the caller in, and then had no such operation. */
function isGap(response: LabResponse): boolean {
  const { message } = parse(response.body) as { readonly message?: unknown };
  return (
    response.status === 400 &&
    /^(No route for|Invalid resourceArn)/.test(String(message))
  );
}

function addonVersions(query: URLSearchParams): LabResponse {
  const addonName = query.get("addonName");
  return json({
    addons:
      addonName === "eks-pod-identity-agent"
        ? [
            {
              addonName,
              type: "security",
              addonVersions: agentVersions.map((addonVersion, index) => ({
                addonVersion,
                architecture: ["amd64"],
                compatibilities: [
                  {
                    clusterVersion: query.get("kubernetesVersion"),
                    platformVersions: ["*"],
                    defaultVersion: index === 0,
                  },
                ],
              })),
            },
          ]
        : [],
  });
}

function parse(body: Buffer | string): object {
  try {
    const value: unknown = JSON.parse(body.toString());
    return typeof value === "object" && value !== null ? value : {};
  } catch {
    return {};
  }
}
