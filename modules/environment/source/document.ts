import { readFileSync } from "node:fs";
import {
  Composer,
  LineCounter,
  Parser,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  visit,
  type CST,
  type Document,
  type Node,
  type Pair,
} from "yaml";
import { formatPath, type Fault, type Finding, type Path } from "./fault";
import { tokenStart } from "./token";

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

/**
 * Reads a file as {@link readDocument} does; one that can't be read has a fault.
 *
 * @param path where the file is
 * @param file what messages call it
 */
export function readFile(path: string, file: string): SourceDocument {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch {
    return unreadable(
      file,
      "must be a file that can be read",
      "mend the link, the folder or the permissions",
    );
  }
  return readDocument(file, bytes);
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
      rule: `must be YAML: ${firstLine(error.message)}`,
      fix:
        error.code === "TAG_RESOLVE_FAILED"
          ? "take the tag out"
          : "mend the syntax",
    }),
  );
  if (second !== undefined)
    syntax.push(
      faultAt(second.range[0], {
        path: [],
        rule: "must hold one document",
        fix: "move the second one to a file of its own",
      }),
    );
  if (document.directives.yaml.version !== "1.2")
    syntax.push(
      faultAt(0, {
        path: [],
        rule: "must be YAML 1.2, and its directive names another version",
        got: document.directives.yaml.version,
        fix: "take the %YAML line out",
      }),
    );
  if (syntax.length > 0)
    return { file, value: undefined, faults: syntax, place };
  if (document.contents === null) return empty;
  const refused = (refusals: readonly Refusal[]): Fault[] =>
    refusals.map(({ offset, finding }) => faultAt(offset, finding));
  const faults = [
    ...refused(removeRefusedKeys(document, lines)),
    ...refused(refusedText(document)),
  ];
  const aliases = refused(refusedAliases(document));
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

/** More levels than any field has, and few enough for everything that walks a document. */
const deepest = 50;

/** Enough for an anchor that every workload of a large environment uses. */
const mostAliases = 1000;

/** Asked before the text is composed: composing text that nests very deep would end the process. */
function nestsTooDeep(tokens: readonly CST.Token[]): boolean {
  let level = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true;
    level = level.flatMap((token): CST.Token[] =>
      token.type === "document"
        ? token.value
          ? [token.value]
          : []
        : "items" in token
          ? token.items.flatMap(({ key, value }) =>
              [key, value].filter((one) => one !== undefined && one !== null),
            )
          : [],
    );
  }
  return false;
}

interface Refusal {
  readonly offset: number;
  readonly finding: Finding;
}

/** An alias of nothing, or of what it stands in: neither is data. */
function refusedAliases(document: Document): Refusal[] {
  const refusals: Refusal[] = [];
  visit(document, {
    Alias(key, alias, ancestors) {
      const anchor = alias.resolve(document);
      if (anchor !== undefined && !ancestors.includes(anchor)) return;
      refusals.push({
        offset: nodeOffset(alias) ?? 0,
        finding: {
          path: pathOf(ancestors, key),
          rule: anchor
            ? "an alias must not stand inside its own anchor"
            : "an alias needs its anchor before it",
          got: `*${alias.source}`,
          fix: "write the value itself",
        },
      });
    },
  });
  return refusals;
}

/**
 * `__proto__` as a key would become an object's prototype, a key that is no text (`1:`, `? [a]`) would
 * become one silently, and of two equal keys the first would be lost. What is refused is taken out, so
 * that the rest can be looked at.
 */
function removeRefusedKeys(document: Document, lines: LineCounter): Refusal[] {
  const refusals: Refusal[] = [];
  visit(document, {
    Map(key, map, ancestors) {
      const seen = new Map<string, number>();
      for (const { key: one } of map.items) {
        if (!isScalar(one) || typeof one.value !== "string") continue;
        const offset = nodeOffset(one) ?? 0;
        const first = seen.get(one.value);
        if (first === undefined) {
          seen.set(one.value, offset);
          continue;
        }
        const { line, col } = lines.linePos(first);
        refusals.push({
          offset,
          finding: {
            path: [...pathOf(ancestors, key), one.value],
            rule: `a key stands once in a map, and it stands at ${line}:${col} too`,
            got: one.value,
            fix: "keep one of the two",
          },
        });
      }
    },
    Pair(_, { key }, ancestors) {
      const isText = isScalar(key) && typeof key.value === "string";
      if (isText && key.value !== "__proto__") return;
      refusals.push({
        offset: nodeOffset(key) ?? 0,
        finding: {
          path: pathOf(ancestors),
          ...(isText
            ? { rule: "a key must not be __proto__", fix: "choose another" }
            : { rule: "a key must be text", fix: "put it in quotes" }),
          got: isScalar(key)
            ? key.value
            : isAlias(key)
              ? `*${key.source}`
              : "a list or map",
        },
      });
      return visit.REMOVE;
    },
  });
  return refusals;
}

/** Text that the synthesizer would take for one of its tokens, control characters and half characters. */
function refusedText(document: Document): Refusal[] {
  const refusals: Refusal[] = [];
  visit(document, {
    Scalar(key, scalar, ancestors) {
      if (typeof scalar.value !== "string") return;
      const token = scalar.value.includes(tokenStart);
      const control = /[^\P{Cc}\t\n\r]|\p{Cs}/u.test(scalar.value);
      if (!token && !control) return;
      refusals.push({
        offset: scalar.range?.[0] ?? 0,
        finding: {
          path: pathOf(ancestors, key),
          rule: token
            ? `text must not hold "${tokenStart}"`
            : "text must not hold control characters",
          got: scalar.value,
          fix: "take it out",
        },
      });
    },
  });
  return refusals;
}

/** The path of a node; `key` is its position where its parent is a list. */
function pathOf(
  ancestors: readonly (Document | Node | Pair)[],
  key?: number | "key" | "value" | null,
): Path {
  const path = ancestors.flatMap((ancestor, index): (string | number)[] => {
    if (isPair(ancestor))
      return isScalar(ancestor.key) ? [String(ancestor.key.value)] : [];
    const child = ancestors[index + 1];
    return isSeq(ancestor) && child !== undefined
      ? [ancestor.items.indexOf(child)]
      : [];
  });
  return isSeq(ancestors.at(-1)) && typeof key === "number"
    ? [...path, key]
    : path;
}

/**
 * Where the deepest existing part of a path starts: of a value, or of its key where no value is written.
 * An alias counts where it is used. The file as a whole is at its start.
 */
function offsetOf(document: Document, path: Path, at?: "key"): number {
  if (path.length === 0) return 0;
  let node: unknown = document.contents;
  let offset = nodeOffset(node) ?? 0;
  let insideAlias = false;
  for (const [index, part] of path.entries()) {
    if (isAlias(node)) {
      insideAlias = true;
      node = node.resolve(document);
    }
    const pair: Pair | undefined = isMap(node)
      ? node.items.findLast(
          ({ key }) => isScalar(key) && String(key.value) === part,
        )
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
  const range =
    isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)
      ? node.range
      : undefined;
  const written = range && (range[1] > range[0] || isMap(node) || isSeq(node));
  return written ? range[0] : undefined;
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
