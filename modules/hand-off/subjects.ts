import { isJsonObject, type Block, type JsonObject } from "../hcl";

/** The subject of a file, which is its name without the ending, in the order in which people read them. */
export const subjects = [
  "versions",
  "backend",
  "providers",
  "cluster",
  "workloads",
  "moved",
  "outputs",
] as const;

export type Subject = (typeof subjects)[number];

/** A block with its place in a bundle. */
export interface PlacedBlock {
  readonly subject: Subject;
  readonly block: Block;
  /** The workload that it belongs to. */
  readonly workload?: string;
}

/**
 * Sorts a stack's blocks by subject, those of workloads by their names. The `terraform` block is split into
 * versions and backend, which other people change at other times.
 */
export function placeBlocks(blocks: readonly Block[]): readonly PlacedBlock[] {
  const placed = blocks.flatMap(placesOf);
  return placed.sort(
    (a, b) =>
      subjects.indexOf(a.subject) - subjects.indexOf(b.subject) ||
      compare(a.workload ?? "", b.workload ?? "") ||
      rankOf(a.block) - rankOf(b.block),
  );
}

function placesOf(block: Block): readonly PlacedBlock[] {
  if (block.path === "terraform") {
    const { backend, ...versions } = block.body;
    return [
      { subject: "versions", block: { ...block, body: versions } },
      ...(backend === undefined
        ? []
        : [
            {
              subject: "backend" as const,
              block: { ...block, body: { backend } },
            },
          ]),
    ];
  }
  const workload = workloadOf(block.body);
  if (workload !== undefined)
    return [{ subject: "workloads", block, workload }];
  return [{ subject: subjectOf(block.path), block }];
}

function subjectOf(path: string): Subject {
  switch (path) {
    case "provider":
      return "providers";
    case "output":
      return "outputs";
    case "moved":
      return "moved";
    case "data":
    case "resource":
      return "cluster";
    default:
      throw new Error(`a block of kind ${path} has no place in a bundle`);
  }
}

/** A role is read before what hangs on it. */
const rank: readonly string[] = [
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
];

function rankOf({ labels }: Block): number {
  const index = rank.indexOf(labels[0] ?? "");
  return index < 0 ? rank.length : index;
}

/** cdktf notes the path of a construct in a body's comment: `<stack>/workload-<name>/...`. */
function workloadOf(body: JsonObject): string | undefined {
  const comment = body["//"];
  const metadata = isJsonObject(comment) ? comment.metadata : undefined;
  const path = isJsonObject(metadata) ? metadata.path : undefined;
  return typeof path === "string"
    ? /^[^/]+\/workload-([^/]+)\//.exec(path)?.[1]
    : undefined;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
