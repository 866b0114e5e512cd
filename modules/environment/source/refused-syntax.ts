import type { Document } from "yaml";
import type { Refusal } from "./refusal";

/** Text that is not one YAML 1.2 document. */
export function refusedSyntax(
  document: Document.Parsed,
  second: Document.Parsed | undefined,
): Refusal[] {
  const refusals = [...document.errors, ...document.warnings].map(
    (error): Refusal => ({
      offset: error.pos[0],
      finding: {
        path: [],
        rule: `must be YAML: ${firstLine(error.message)}`,
        fix:
          error.code === "TAG_RESOLVE_FAILED"
            ? "take the tag out"
            : "mend the syntax",
      },
    }),
  );
  if (second !== undefined)
    refusals.push({
      offset: second.range[0],
      finding: {
        path: [],
        rule: "must hold one document",
        fix: "move the second one to a file of its own",
      },
    });
  if (document.directives.yaml.version !== "1.2")
    refusals.push({
      offset: 0,
      finding: {
        path: [],
        rule: "must be YAML 1.2, and its directive names another version",
        got: document.directives.yaml.version,
        fix: "take the %YAML line out",
      },
    });
  return refusals;
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/[.:]$/, "");
}
