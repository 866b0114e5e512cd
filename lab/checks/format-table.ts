import type { CallerIdentity } from "../pods/run-pod";
import type { IdentityRow } from "./identity-table";

const heading = [
  "cluster",
  "service account",
  "path",
  "declared role",
  "role that the SDK got",
  "a neighbour's answer",
  "",
];

/** The table that a person reads, one line for each row. */
export function formatTable(rows: readonly IdentityRow[]): string {
  const cells = [
    heading,
    ...rows.map((row) => [
      row.stack,
      row.serviceAccount,
      row.identity,
      roleName(row.declaredRole),
      describe(row.own),
      describe(row.neighbour),
      row.right ? "right" : "WRONG",
    ]),
  ];
  const widths = heading.map((_, column) =>
    Math.max(...cells.map((row) => row[column]?.length ?? 0)),
  );
  return cells
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function describe(identity: CallerIdentity): string {
  return "arn" in identity
    ? (identity.arn.split("/").at(1) ?? identity.arn)
    : identity.error;
}

function roleName(arn: string): string {
  return arn.split("/").at(-1) ?? arn;
}
