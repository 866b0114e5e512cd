import type { LabResponse } from "./http";
import type { Upstream, UpstreamResponse } from "./upstream";
import { elementsOf, escapeXml, insideOf } from "./xml";

const actions: ReadonlySet<string> = new Set([
  "TagOpenIDConnectProvider",
  "UntagOpenIDConnectProvider",
  "AddClientIDToOpenIDConnectProvider",
  "RemoveClientIDFromOpenIDConnectProvider",
  "UpdateOpenIDConnectProviderThumbprint",
  "ListOpenIDConnectProviderTags",
]);

/** Whether the emulator lacks this IAM action and {@link updateOidcProvider} has it. */
export function isOidcProviderUpdate(action: string): boolean {
  return actions.has(action);
}

interface Provider {
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly tags: ReadonlyMap<string, string>;
}

/**
 * Updates an OIDC provider. The emulator can create, get and delete only, but it knows who may update; as
 * the ARN follows from the URL, a new one with the changed values takes the old one's place.
 *
 * @param authorize has the emulator judge the caller, which then lacks the action
 */
export async function updateOidcProvider(
  upstream: Upstream,
  parameters: URLSearchParams,
  authorize: () => Promise<LabResponse>,
): Promise<LabResponse> {
  const judged = await authorize();
  if (!judged.body.toString().includes("<Code>InvalidAction</Code>"))
    return judged;
  const action = parameters.get("Action") ?? "";
  const arn = parameters.get("OpenIDConnectProviderArn") ?? "";
  const account = arn.split(":")[4] ?? "";
  const found = await upstream.iam(account, {
    Action: "GetOpenIDConnectProvider",
    OpenIDConnectProviderArn: arn,
  });
  if (found.status !== 200) return asXml(found.status, found.body.toString());
  const before = parseProvider(found.body.toString());
  if (action === "ListOpenIDConnectProviderTags")
    return asXml(
      200,
      `<${action}Response><${action}Result><IsTruncated>false</IsTruncated><Tags>${[
        ...before.tags,
      ]
        .map(
          ([key, value]) =>
            `<member><Key>${escapeXml(key)}</Key><Value>${escapeXml(value)}</Value></member>`,
        )
        .join("")}</Tags></${action}Result></${action}Response>`,
    );
  const after = change(before, action, parameters);
  await upstream.iam(account, {
    Action: "DeleteOpenIDConnectProvider",
    OpenIDConnectProviderArn: arn,
  });
  const created = await create(upstream, arn, after);
  if (created.status !== 200) {
    await create(upstream, arn, before);
    return asXml(created.status, created.body.toString());
  }
  return asXml(
    200,
    `<${action}Response><ResponseMetadata><RequestId>lab</RequestId></ResponseMetadata></${action}Response>`,
  );
}

function create(
  upstream: Upstream,
  arn: string,
  provider: Provider,
): Promise<UpstreamResponse> {
  return upstream.iam(arn.split(":")[4] ?? "", {
    Action: "CreateOpenIDConnectProvider",
    Url: `https://${arn.split(":oidc-provider/")[1] ?? ""}`,
    ...members("ClientIDList", provider.clientIds),
    ...members("ThumbprintList", provider.thumbprints),
    ...Object.fromEntries(
      [...provider.tags].flatMap(([key, value], index) => [
        [`Tags.member.${index + 1}.Key`, key],
        [`Tags.member.${index + 1}.Value`, value],
      ]),
    ),
  });
}

function change(
  provider: Provider,
  action: string,
  parameters: URLSearchParams,
): Provider {
  const { clientIds, thumbprints } = provider;
  const tags = new Map(provider.tags);
  const client = parameters.get("ClientID") ?? "";
  switch (action) {
    case "TagOpenIDConnectProvider": {
      const values = listOf(parameters, (at) => `Tags.member.${at}.Value`);
      listOf(parameters, (at) => `Tags.member.${at}.Key`).forEach(
        (key, index) => tags.set(key, values[index] ?? ""),
      );
      return { ...provider, tags };
    }
    case "UntagOpenIDConnectProvider":
      for (const key of listOf(parameters, (at) => `TagKeys.member.${at}`))
        tags.delete(key);
      return { ...provider, tags };
    case "AddClientIDToOpenIDConnectProvider":
      return { ...provider, clientIds: [...new Set([...clientIds, client])] };
    case "RemoveClientIDFromOpenIDConnectProvider":
      return {
        ...provider,
        clientIds: clientIds.filter((one) => one !== client),
      };
    default:
      return {
        ...provider,
        thumbprints:
          action === "UpdateOpenIDConnectProviderThumbprint"
            ? listOf(parameters, (at) => `ThumbprintList.member.${at}`)
            : thumbprints,
      };
  }
}

function parseProvider(xml: string): Provider {
  const keys = elementsOf(xml, "Key");
  const values = elementsOf(xml, "Value");
  return {
    clientIds: elementsOf(insideOf(xml, "ClientIDList"), "member"),
    thumbprints: elementsOf(insideOf(xml, "ThumbprintList"), "member"),
    tags: new Map(keys.map((key, index) => [key, values[index] ?? ""])),
  };
}

function listOf(
  parameters: URLSearchParams,
  name: (at: number) => string,
): string[] {
  const values: string[] = [];
  for (let at = 1; parameters.has(name(at)); at++)
    values.push(parameters.get(name(at)) ?? "");
  return values;
}

function members(
  name: string,
  values: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    values.map((value, index) => [`${name}.member.${index + 1}`, value]),
  );
}

function asXml(status: number, body: string): LabResponse {
  return { status, headers: { "content-type": "text/xml" }, body };
}
