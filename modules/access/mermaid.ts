import { codeSpan, visibleText } from "../markup";
import { compareTexts } from "./compare-texts";
import type { AccessCluster, AccessMap, AccessWorkload } from "./model";

/**
 * Mermaid refuses a diagram of more than 50,000 characters or 500 edges; with a margin.
 *
 * @see https://mermaid.js.org/config/schema-docs/config.html
 */
const most = { characters: 45_000, edges: 450 } as const;

/**
 * The map as Mermaid flowcharts in Markdown's fences: service account, role, policies. One diagram for each
 * cluster, or several where one would be larger than Mermaid draws: none is left out. Ends with a line feed.
 */
export function accessMapAsMermaid(map: AccessMap): string {
  return [
    `# Access map of ${codeSpan(map.environment)}\n`,
    ...map.clusters.flatMap(clusterSection),
  ].join("\n");
}

function clusterSection(cluster: AccessCluster): readonly string[] {
  const heading = `## ${codeSpan(cluster.stack)}\n`;
  if (cluster.workloads.length === 0)
    return [
      heading,
      cluster.retired
        ? "Retired: no workload has access.\n"
        : "No workloads.\n",
    ];
  const parts = partsOf(
    cluster.workloads.map((workload, index) => linesOf(workload, index)),
  );
  return [
    heading,
    ...parts.map(
      (lines) => `\`\`\`mermaid\nflowchart LR\n${lines.join("\n")}\n\`\`\`\n`,
    ),
  ];
}

/** Workloads that fit into one diagram together. */
function partsOf(
  workloads: readonly (readonly string[])[],
): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let [edges, characters] = [Infinity, Infinity];
  for (const lines of workloads) {
    const length = lines.join("\n").length + 1;
    if (
      edges + lines.length > most.edges ||
      characters + length > most.characters
    ) {
      parts.push([]);
      [edges, characters] = [0, 0];
    }
    parts.at(-1)?.push(...lines);
    edges += lines.length;
    characters += length;
  }
  return parts;
}

/** A line for each edge; each line has one. */
function linesOf(workload: AccessWorkload, index: number): readonly string[] {
  const { serviceAccounts, role, managedPolicies, statements } = workload;
  const path = workload.identity === "irsa" ? "IRSA" : "Pod Identity";
  const roleNode = `r${index}${box("[", role.name)}`;
  const rights = [
    ...[...managedPolicies].sort(compareTexts),
    ...statements.map(
      ({ effect, actions, resources, conditions }) =>
        `${effect} ${shortened(actions)} on ${shortened(resources)}${conditions ? " under conditions" : ""}`,
    ),
  ];
  return [
    ...serviceAccounts.map(
      ({ namespace, name }, at) =>
        `  s${index}_${at}${box("([", `${namespace}/${name}`)} -- ${path} --> ${roleNode}`,
    ),
    ...(rights.length === 0 ? ["may only say who it is"] : rights).map(
      (right, at) => `  r${index} --> p${index}_${at}${box("[/", right)}`,
    ),
  ];
}

/** A long list would make a box that nobody reads; the other formats have it whole. */
function shortened(items: readonly string[]): string {
  const shown = items.slice(0, 3).join(", ");
  return items.length > 3 ? `${shown} and ${items.length - 3} more` : shown;
}

const closing = { "[": "]", "([": "])", "[/": "/]" } as const;

function box(open: keyof typeof closing, text: string): string {
  return `${open}"${label(text)}"${closing[open]}`;
}

/**
 * Text in a quoted label: only letters, digits and a few marks stay, all else is written as an entity by its
 * number, so that it is no Markdown, no HTML and no syntax of a diagram or a fence.
 *
 * @see https://mermaid.js.org/syntax/flowchart.html#entity-codes-to-escape-characters
 */
function label(text: string): string {
  return visibleText(text).replace(
    /[^\p{L}\p{N} ,./:*=+-]/gu,
    (character) => `#${character.codePointAt(0) ?? 0};`,
  );
}
