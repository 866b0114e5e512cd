import { parseReference, type Json, type ResourceReference } from "../plan";
import { isPolicy, parsePolicy } from "../policy";
import { isPlainAttribute } from "./plain-attributes";

/**
 * The document that an expression of a JSON configuration will make: `${jsonencode(...)}` of literals and
 * references, or JSON text with references to resources in it. What isn't known stands as `${...}`. Undefined for
 * every other expression, and where an unknown one could bring in statements.
 *
 * @param from what the plan says that the expression is made from
 * @see https://developer.hashicorp.com/terraform/language/functions/jsonencode
 */
export function documentOfExpression(
  text: string,
  from: readonly ResourceReference[],
): Json | undefined {
  const body = /^\s*\$\{\s*jsonencode\((.*)\)\s*\}\s*$/s.exec(text)?.[1];
  if (body === undefined) return documentOfTemplate(text, from);
  try {
    const reader = new ExpressionReader(body, from);
    const value = reader.readAll();
    return isPolicy(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A reference to an attribute of a resource of the same module, in JSON text. */
const attributeReference =
  /\$\{(([a-z][a-z0-9_]*)\.[\w-]+(?:\[(?:\d+|\\"[\w-]+\\")\])?\.([a-z]+))\}/g;

function documentOfTemplate(
  text: string,
  from: readonly ResourceReference[],
): Json | undefined {
  if (text.includes("$$${")) return undefined;
  const isSafe = [...text.matchAll(attributeReference)].every(
    ([, , type = "", attribute = ""]) => isPlainAttribute(type, attribute),
  );
  const without = text.replace(attributeReference, "").replaceAll("$${", "");
  if (!isSafe || /[$%]\{/.test(without)) return undefined;
  return parsePolicy(
    text
      .replaceAll("$${", "${")
      .replace(
        attributeReference,
        (_, reference: string) => `\${${absolute(reference, from)}}`,
      ),
  );
}

/**
 * The reference with the address that it has in the whole plan, where that is certain. A module's output may be
 * called like a type: in parentheses nobody takes it for the address of a resource.
 */
function absolute(
  reference: string,
  from: readonly ResourceReference[],
): string {
  const steps = parseReference(reference);
  if (steps[0]?.name === "module" && steps.length > 4) return `(${reference})`;
  const found = from
    .map(({ address, attribute }) =>
      attribute === "" ? address : `${address}.${attribute}`,
    )
    .filter((one) => one === reference || one.endsWith(`.${reference}`));
  return found.length === 1 && found[0] !== undefined ? found[0] : reference;
}

/** How deep values nest. */
const deepest = 30;

/**
 * Reads the literals of Terraform's language that `jsonencode` is given. Throws on everything that it doesn't know;
 * an expression that stands where a value does becomes a text `${...}`.
 *
 * @see https://developer.hashicorp.com/terraform/language/expressions/types#literal-expressions
 */
class ExpressionReader {
  private at = 0;

  constructor(
    private readonly text: string,
    private readonly from: readonly ResourceReference[],
  ) {}

  readAll(): Json {
    const value = this.readValue(0);
    this.skipSpace();
    if (this.at < this.text.length) throw new Error("more than one value");
    return value;
  }

  private readValue(depth: number): Json {
    if (depth > deepest) throw new Error("nested too deep");
    this.skipSpace();
    const next = this.text.charAt(this.at);
    if (next === "{") return this.readObject(depth);
    if (next === "[") return this.readList(depth);
    // A text that more follows is part of an expression.
    const start = this.at;
    if (next === '"') {
      const value = this.readText();
      if (this.isEndOfValue()) return value;
      this.at = start;
    }
    return this.readExpression();
  }

  private readObject(depth: number): Json {
    const entries = new Map<string, Json>();
    this.at++;
    for (;;) {
      this.skipSeparators();
      if (this.take("}")) return Object.fromEntries(entries);
      const key = this.readKey();
      this.skipSpace();
      if (!this.take("=") && !this.take(":")) throw new Error("no value");
      // Terraform takes the last of two, a reader the first: neither is shown.
      if (entries.has(key)) throw new Error("a key twice");
      entries.set(key, this.readValue(depth + 1));
    }
  }

  private readList(depth: number): Json {
    const items: Json[] = [];
    this.at++;
    for (;;) {
      this.skipSpace();
      if (this.take("]")) return items;
      items.push(this.readValue(depth + 1));
      this.skipSpace();
      // A line's end is none of a list's separators: an item may go on behind it.
      if (!this.take(",") && this.text.charAt(this.at) !== "]")
        throw new Error("no comma");
    }
  }

  private readKey(): string {
    if (this.text.charAt(this.at) === '"') return this.readText();
    const name = /^[A-Za-z_][\w-]*/.exec(
      this.text.slice(this.at, this.at + 200),
    )?.[0];
    // A computed key could be any, and a `for` makes many.
    if (name === undefined || name === "for") throw new Error("no key");
    this.at += name.length;
    return name;
  }

  /** A quoted text; templates in it stay as they are, `$${` is written `${`. */
  private readText(): string {
    let value = "";
    this.at++;
    while (this.at < this.text.length) {
      const character = this.text.charAt(this.at);
      if (character === '"') {
        this.at++;
        return value;
      }
      if (character === "\n") throw new Error("a text over a line's end");
      if (character === "\\") {
        value += this.readEscape();
      } else if (this.text.startsWith("$$${", this.at)) {
        throw new Error("a template that is hard to tell");
      } else if (this.text.startsWith("$${", this.at)) {
        value += "${";
        this.at += 3;
      } else if (this.text.startsWith("${", this.at)) {
        const end = this.endOfTemplate(this.at + 2);
        value += `\${${absolute(this.text.slice(this.at + 2, end).trim(), this.from)}}`;
        this.at = end + 1;
      } else if (this.text.startsWith("%{", this.at)) {
        throw new Error("a directive");
      } else {
        value += character;
        this.at++;
      }
    }
    throw new Error("a text without end");
  }

  private readEscape(): string {
    const next = this.text.charAt(this.at + 1);
    const known: Readonly<Record<string, string>> = {
      n: "\n",
      r: "\r",
      t: "\t",
      '"': '"',
      "\\": "\\",
    };
    if (next === "u") {
      const code = /^[0-9A-Fa-f]{4}$/.exec(
        this.text.slice(this.at + 2, this.at + 6),
      )?.[0];
      if (code === undefined) throw new Error("no escape");
      this.at += 6;
      return String.fromCharCode(parseInt(code, 16));
    }
    if (!Object.hasOwn(known, next)) throw new Error("no escape");
    this.at += 2;
    return known[next] ?? "";
  }

  private readExpression(): Json {
    const start = this.at;
    this.at = this.endOfExpression(start);
    const source = this.text.slice(start, this.at).trim();
    if (source === "") throw new Error("no value");
    if (source === "true" || source === "false") return source === "true";
    if (source === "null") return null;
    if (/^-?\d+(\.\d+)?$/.test(source)) return Number(source);
    return `\${${absolute(source, this.from)}}`;
  }

  /**
   * Where the expression ends that begins at a place: at a comma, line or bracket that isn't its own. Comments and
   * heredocs may hold anything, and aren't looked into.
   */
  private endOfExpression(from: number): number {
    let depth = 0;
    let at = from;
    while (at < this.text.length) {
      const character = this.text.charAt(at);
      if (character === '"') {
        at = this.endOfText(at);
        continue;
      }
      if (/^(?:#|\/\/|\/\*|<<)/.test(this.text.slice(at, at + 2)))
        throw new Error("a comment or a heredoc");
      if ("([{".includes(character)) depth++;
      else if (")]}".includes(character)) {
        if (depth === 0) return at;
        depth--;
      } else if (depth === 0 && /[,\n]/.test(character)) return at;
      at++;
    }
    return at;
  }

  private endOfTemplate(from: number): number {
    const end = this.endOfExpression(from);
    if (this.text.charAt(end) !== "}")
      throw new Error("a template without end");
    return end;
  }

  /** Behind the quote that ends the text which begins here. */
  private endOfText(from: number): number {
    let at = from + 1;
    while (at < this.text.length) {
      const character = this.text.charAt(at);
      if (character === '"') return at + 1;
      if (character === "\n") throw new Error("a text over a line's end");
      if (this.text.startsWith("%{", at)) throw new Error("a directive");
      if (this.text.startsWith("$$${", at))
        throw new Error("a template that is hard to tell");
      if (character === "\\") at += 2;
      else if (this.text.startsWith("$${", at)) at += 3;
      else if (this.text.startsWith("${", at))
        at = this.endOfTemplate(at + 2) + 1;
      else at++;
    }
    throw new Error("a text without end");
  }

  private isEndOfValue(): boolean {
    return /^[^\S\n]*(?:[,\]}\n]|$)/.test(
      this.text.slice(this.at, this.at + 200),
    );
  }

  private skipSpace(): void {
    while (/\s/.test(this.text.charAt(this.at))) this.at++;
  }

  private skipSeparators(): void {
    while (/[\s,]/.test(this.text.charAt(this.at))) this.at++;
    if (this.at >= this.text.length) throw new Error("a value without end");
  }

  private take(character: string): boolean {
    if (this.text.charAt(this.at) !== character) return false;
    this.at++;
    return true;
  }
}
