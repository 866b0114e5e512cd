import {
  LineCounter,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseDocument,
  visit,
  type Document,
  type Node,
  type Pair,
} from "yaml";
import { formatPath, type Fault, type Finding, type Path } from "./fault";

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

/** Reads one YAML 1.2 document and refuses what no field may hold. */
export function readDocument(file: string, bytes: Uint8Array): SourceDocument {
  const lines = new LineCounter();
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return unreadable(file, "must be UTF-8 text", "save it as UTF-8");
  }
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
  });
  const faultAt = (offset: number, finding: Finding): Fault => {
    const { line, col } = lines.linePos(offset);
    return {
      file,
      line: Math.max(line, 1),
      column: Math.max(col, 1),
      path: formatPath(finding.path),
      rule: finding.rule,
      ...(finding.got === undefined ? {} : { got: finding.got }),
      fix: finding.fix,
      severity: finding.severity ?? "fault",
    };
  };
  const place = (finding: Finding): Fault =>
    faultAt(offsetOf(document, finding.path, finding.at), finding);

  const syntax = [...document.errors, ...document.warnings].map((error) =>
    faultAt(error.pos[0], {
      path: [],
      rule:
        error.code === "MULTIPLE_DOCS"
          ? "must hold one document"
          : `must be YAML: ${firstLine(error.message)}`,
      fix:
        error.code === "MULTIPLE_DOCS"
          ? "move the second one to a file of its own"
          : error.code === "DUPLICATE_KEY"
            ? "keep one of the two"
            : "mend the syntax",
    }),
  );
  if (syntax.length > 0)
    return { file, value: undefined, faults: syntax, place };
  if (document.contents === null)
    return unreadable(file, "must not be empty", "write its fields");

  let value: unknown;
  try {
    value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    return unreadable(
      file,
      `must be YAML that can be unfolded: ${firstLine(error instanceof Error ? error.message : String(error))}`,
      "use fewer aliases, and none inside its own anchor",
    );
  }
  const faults = [...refusedKeys(document), ...refusedText(document)].map(
    ({ offset, finding }) => faultAt(offset, finding),
  );
  return { file, value, faults, place };
}

interface Refusal {
  readonly offset: number;
  readonly finding: Finding;
}

/**
 * `__proto__` as a key would become an object's prototype; a key that is no text (`1:`, `? [a]`)
 * would become one silently.
 */
function refusedKeys(document: Document): Refusal[] {
  const refusals: Refusal[] = [];
  visit(document, {
    Pair(_, pair, ancestors) {
      const key = pair.key;
      const ok =
        isScalar(key) &&
        typeof key.value === "string" &&
        key.value !== "__proto__";
      if (ok) return;
      refusals.push({
        offset: nodeOffset(key) ?? 0,
        finding: {
          path: pathOf(ancestors),
          rule: "a key must be text, and not __proto__",
          got: isScalar(key) ? key.value : "a list or map",
          fix: "put it in quotes or choose another",
        },
      });
    },
  });
  return refusals;
}

/** Text that the synthesizer would take for one of its tokens, and control characters. */
function refusedText(document: Document): Refusal[] {
  const refusals: Refusal[] = [];
  visit(document, {
    Scalar(_, scalar, ancestors) {
      if (typeof scalar.value !== "string") return;
      const token = scalar.value.includes("TfToken[");
      // eslint-disable-next-line no-control-regex -- these are what is looked for
      const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(
        scalar.value,
      );
      if (!token && !control) return;
      refusals.push({
        offset: scalar.range?.[0] ?? 0,
        finding: {
          path: pathOf(ancestors),
          rule: token
            ? 'text must not hold "TfToken["'
            : "text must not hold control characters",
          got: scalar.value,
          fix: "take it out",
        },
      });
    },
  });
  return refusals;
}

function pathOf(ancestors: readonly (Document | Node | Pair)[]): Path {
  return ancestors.flatMap((ancestor, index): (string | number)[] => {
    if (isPair(ancestor))
      return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
    const child = ancestors[index + 1];
    return isSeq(ancestor) && child !== undefined
      ? [ancestor.items.indexOf(child)]
      : [];
  });
}

/** Where the deepest existing part of a path starts; an alias counts where it is used. */
function offsetOf(document: Document, path: Path, at?: "key"): number {
  let node: unknown = document.contents;
  let offset = nodeOffset(node) ?? 0;
  let insideAlias = false;
  for (const [index, part] of path.entries()) {
    if (isAlias(node)) {
      insideAlias = true;
      node = node.resolve(document);
    }
    const pair: Pair | undefined = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === part)
      : undefined;
    const next: unknown = pair
      ? pair.value
      : isSeq(node) && typeof part === "number"
        ? node.items[part]
        : undefined;
    if (pair === undefined && next === undefined) break;
    const wantsKey = at === "key" && index === path.length - 1;
    const found =
      (wantsKey ? undefined : nodeOffset(next)) ?? nodeOffset(pair?.key);
    if (!insideAlias && found !== undefined) offset = found;
    node = next;
  }
  return offset;
}

function nodeOffset(node: unknown): number | undefined {
  return isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
    ? (node.range?.[0] ?? undefined)
    : undefined;
}

function unreadable(file: string, rule: string, fix: string): SourceDocument {
  const place = (finding: Finding): Fault => ({
    file,
    line: 1,
    column: 1,
    path: formatPath(finding.path),
    rule: finding.rule,
    ...(finding.got === undefined ? {} : { got: finding.got }),
    fix: finding.fix,
    severity: finding.severity ?? "fault",
  });
  return {
    file,
    value: undefined,
    faults: [place({ path: [], rule, fix })],
    place,
  };
}

function firstLine(message: string): string {
  return (message.split("\n")[0] ?? "").replace(/[.:]$/, "");
}
