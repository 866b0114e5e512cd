import { codeSpan, escapeMarkdown, markdownTable } from "../markup";
import type {
  AccessCluster,
  AccessMap,
  AccessServiceAccount,
  AccessWorkload,
} from "./model";
import { statementMarkdown } from "./statement-markdown";

const lineBreak = "<br>";

/** The map as GitHub's Markdown, for people: one table for each cluster. Ends with a line feed. */
export function accessMapAsMarkdown(map: AccessMap): string {
  return [
    `# Access map of ${codeSpan(map.environment)}\n`,
    "What the environment's file says. Grants made elsewhere, policies of resources and of the organization, and the text of managed policies and permissions boundaries are not in it.\n",
    ...map.clusters.flatMap(clusterSection),
  ].join("\n");
}

function clusterSection(cluster: AccessCluster): readonly string[] {
  const facts = [
    `Cluster ${codeSpan(cluster.name)} (${codeSpan(cluster.arn)}), platform ${codeSpan(cluster.platform)}, account ${codeSpan(cluster.account)}, region ${codeSpan(cluster.region)}, ` +
      (cluster.issuer === undefined
        ? "no issuer.\n"
        : `issuer ${codeSpan(cluster.issuer)}.\n`),
  ];
  const heading = `## ${codeSpan(cluster.stack)}\n`;
  if (cluster.retired)
    return [
      heading,
      ...facts,
      "**Retired**: the next deploy takes away what the stack made. No workload has access.\n",
    ];
  if (cluster.workloads.length === 0)
    return [heading, ...facts, "No workloads.\n"];
  return [
    heading,
    ...facts,
    markdownTable(
      ["workload", "service accounts", "path", "role", "trust", "may"],
      cluster.workloads.map((workload) => [
        codeSpan(workload.name),
        workload.serviceAccounts.map(serviceAccountCell).join(lineBreak),
        `${codeSpan(workload.identity)} on ${codeSpan(workload.compute)}`,
        roleCell(workload),
        escapeMarkdown(workload.trust.sentence),
        mayCell(workload),
      ]),
    ),
    ...annotationSection(cluster),
  ];
}

function serviceAccountCell(one: AccessServiceAccount): string {
  return `${codeSpan(`${one.namespace}/${one.name}`)}${one.pattern ? " (a pattern)" : ""}, owner ${codeSpan(one.owner)}`;
}

function roleCell({ role }: AccessWorkload): string {
  return [
    codeSpan(role.arn),
    ...(role.permissionsBoundary === undefined
      ? []
      : [`boundary ${codeSpan(role.permissionsBoundary)}`]),
    ...(role.exclusivePermissions ? ["grants made elsewhere are removed"] : []),
    ...(role.description === undefined
      ? []
      : [escapeMarkdown(role.description)]),
  ].join(lineBreak);
}

function mayCell(workload: AccessWorkload): string {
  if (workload.identityOnly) return "can only say who it is";
  return [
    ...workload.managedPolicies.map((arn) => `policy ${codeSpan(arn)}`),
    ...workload.statements.map(statementMarkdown),
  ].join(lineBreak);
}

function annotationSection(cluster: AccessCluster): readonly string[] {
  const rows = cluster.workloads.flatMap(({ serviceAccounts }) =>
    serviceAccounts.flatMap(({ namespace, name, neededAnnotations }) =>
      Object.entries(neededAnnotations ?? {}).map(([key, value]) => [
        codeSpan(`${namespace}/${name}`),
        codeSpan(key),
        codeSpan(value),
      ]),
    ),
  );
  if (rows.length === 0) return [];
  return [
    "Service accounts made elsewhere need these annotations:\n",
    markdownTable(["service account", "annotation", "value"], rows),
  ];
}
