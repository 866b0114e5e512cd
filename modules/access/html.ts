import { createHash } from "node:crypto";
import { escapeHtml } from "../markup";
import type {
  AccessCluster,
  AccessMap,
  AccessServiceAccount,
  AccessStatement,
  AccessWorkload,
} from "./model";

const style = `
:root { color-scheme: light dark; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 75rem; padding: 0 1rem;
  color: light-dark(#1b1f24, #e6e8eb); background: light-dark(#fff, #14171a); overflow-wrap: anywhere; }
a { color: light-dark(#0b57a4, #8ec2ff); }
article { border-top: 1px solid light-dark(#8a939c, #5d666f); break-inside: avoid; }
dl { display: grid; grid-template-columns: minmax(6rem, 10rem) 1fr; gap: .25rem 1rem; }
dt { font-weight: 600; }
dd { margin: 0; }
dd ul { margin: 0; padding-left: 1rem; }
code { font-family: ui-monospace, monospace; font-size: .9em; }
`;

/**
 * The source of the one style that may apply; nothing else may load or run, even where a text got
 * through the escapes.
 *
 * @see https://developer.mozilla.org/en-US/docs/Web/HTTP/Guides/CSP
 */
const policy = `default-src 'none'; style-src 'sha256-${createHash("sha256").update(style).digest("base64")}'; base-uri 'none'; form-action 'none'`;

/** The map as one HTML page, for a browser or paper: no script, nothing to load. */
export function accessMapAsHtml(map: AccessMap): string {
  const title = `Access map of ${escapeHtml(map.environment)}`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>What the environment's file says. Grants made elsewhere, policies of resources and of the organization, and the text of managed policies and permissions boundaries are not in it.</p>
<ul>${map.clusters.map(({ stack, workloads }, index) => `<li><a href="#cluster-${index}">${code(stack)}</a>, workloads: ${workloads.length}</li>`).join("")}</ul>
${map.clusters.map(clusterSection).join("")}</main>
</body>
</html>
`;
}

function clusterSection(cluster: AccessCluster, index: number): string {
  const none = cluster.retired
    ? "<p><strong>Retired</strong>: the next deploy takes away what the stack made. No workload has access.</p>\n"
    : "<p>No workloads.</p>\n";
  return `<section id="cluster-${index}">
<h2>${code(cluster.stack)}</h2>
${facts([
  ["cluster", `${code(cluster.name)}, ${code(cluster.arn)}`],
  ["platform", code(cluster.platform)],
  ["account", code(cluster.account)],
  ["region", code(cluster.region)],
  ["issuer", cluster.issuer === undefined ? "none" : code(cluster.issuer)],
])}${cluster.workloads.length === 0 ? none : cluster.workloads.map(workloadArticle).join("")}</section>
`;
}

function workloadArticle(workload: AccessWorkload): string {
  const { role } = workload;
  return `<article>
<h3>${code(workload.name)}</h3>
${facts([
  ["service accounts", list(workload.serviceAccounts.map(serviceAccount))],
  ["path", `${code(workload.identity)} on ${code(workload.compute)}`],
  [
    "role",
    list([
      code(role.arn),
      ...(role.permissionsBoundary === undefined
        ? []
        : [`boundary ${code(role.permissionsBoundary)}`]),
      ...(role.exclusivePermissions
        ? ["grants made elsewhere are removed"]
        : []),
      ...(role.description === undefined
        ? []
        : [`<bdi>${escapeHtml(role.description)}</bdi>`]),
    ]),
  ],
  ["trust", `<bdi>${escapeHtml(workload.trust.sentence)}</bdi>`],
  [
    "may",
    workload.identityOnly
      ? "can only say who it is"
      : list([
          ...workload.managedPolicies.map((arn) => `policy ${code(arn)}`),
          ...workload.statements.map(statementText),
        ]),
  ],
])}</article>
`;
}

function serviceAccount(one: AccessServiceAccount): string {
  const needed = Object.entries(one.neededAnnotations ?? {}).map(
    ([key, value]) => `${code(key)}: ${code(value)}`,
  );
  return `${code(`${one.namespace}/${one.name}`)}${one.pattern ? " (a pattern)" : ""}, owner ${code(one.owner)}${needed.length === 0 ? "" : `; needs annotations ${list(needed)}`}`;
}

function statementText(statement: AccessStatement): string {
  const { effect, sid, actions, resources, conditions } = statement;
  return [
    effect === "Deny" ? "<strong>Deny</strong>" : "Allow",
    ...(sid === undefined ? [] : [`(${code(sid)})`]),
    actions.map(code).join(", "),
    `on ${resources.map(code).join(", ")}`,
    ...(conditions === undefined
      ? []
      : [`if ${code(JSON.stringify(conditions))}`]),
  ].join(" ");
}

function facts(rows: readonly (readonly [string, string])[]): string {
  return `<dl>${rows.map(([term, html]) => `<dt>${term}</dt><dd>${html}</dd>`).join("")}</dl>\n`;
}

function list(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
}

/** Right-to-left text turns nothing around it. */
function code(text: string): string {
  return `<code><bdi>${escapeHtml(text)}</bdi></code>`;
}
