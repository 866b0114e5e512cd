import { Composer, LineCounter, Parser } from "yaml";
import { placeFinding, type Fault, type Finding } from "../fault";
import { deepest, nestsTooDeep } from "./nesting";
import { offsetOf } from "./positions";
import type { Refusal } from "./refusal";
import { refusedAliases } from "./refused-aliases";
import { removeRefusedKeys } from "./refused-keys";
import { refusedSyntax } from "./refused-syntax";
import { refusedText } from "./refused-text";

/** A YAML file as data, with the place of everything in it. */
export interface SourceDocument {
  /** Path of the file as messages show it. */
  readonly file: string;
  /** The file's content as plain data; `undefined` where it is not readable as YAML. */
  readonly value: unknown;
  /** What is wrong with the text itself. */
  readonly faults: readonly Fault[];
  /** Puts a finding at its place: the deepest part of its path that exists. */
  readonly place: (finding: Finding) => Fault;
}

/** Enough for an anchor that every workload of a large environment uses. */
const mostAliases = 1000;

/** Reads one YAML 1.2 document and refuses what no field may hold. */
export function readDocument(file: string, bytes: Uint8Array): SourceDocument {
  const lines = new LineCounter();
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return unreadable(file, "must be UTF-8 text", "save it as UTF-8");
  }
  const tokens = [...new Parser(lines.addNewLine).parse(text)];
  if (nestsTooDeep(tokens))
    return unreadable(
      file,
      `must not nest deeper than ${deepest} levels`,
      "no field needs it; mend the brackets and the indentation",
    );
  const composer = new Composer({
    prettyErrors: false,
    logLevel: "error", // what it would warn of is refused here
    resolveKnownTags: false, // YAML 1.1's sets, dates and binary data are no data of a field
    uniqueKeys: false, // refused below, with their places
  });
  const [document, second] = composer.compose(tokens, true, text.length);
  const empty = unreadable(file, "must not be empty", "write its fields");
  if (document === undefined) return empty;

  const faultAt = (offset: number, finding: Finding): Fault => {
    const { line, col } = lines.linePos(offset);
    return placeFinding(file, Math.max(line, 1), Math.max(col, 1), finding);
  };
  const place = (finding: Finding): Fault =>
    faultAt(offsetOf(document, finding.path, finding.at), finding);
  const toFaults = (refusals: readonly Refusal[]): Fault[] =>
    refusals.map(({ offset, finding }) => faultAt(offset, finding));

  const syntax = toFaults(refusedSyntax(document, second));
  if (syntax.length > 0)
    return { file, value: undefined, faults: syntax, place };
  if (document.contents === null) return empty;
  const faults = [
    ...toFaults(removeRefusedKeys(document, lines)),
    ...toFaults(refusedText(document)),
  ];
  const aliases = toFaults(refusedAliases(document));
  if (aliases.length > 0)
    return { file, value: undefined, faults: [...faults, ...aliases], place };

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: mostAliases });
  } catch {
    return unreadable(
      file,
      `must not unfold to more than ${mostAliases} copies of one anchor`,
      "use fewer aliases, and fewer inside other anchors",
    );
  }
  return { file, value, faults, place };
}

/** A file of which nothing can be read: everything about it is at its start. */
export function unreadable(
  file: string,
  rule: string,
  fix: string,
): SourceDocument {
  const place = (finding: Finding): Fault => placeFinding(file, 1, 1, finding);
  return {
    file,
    value: undefined,
    faults: [place({ path: [], rule, fix })],
    place,
  };
}
