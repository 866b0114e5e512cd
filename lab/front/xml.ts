/** Text for an XML element; what XML has no way to write becomes a replacement character. */
export function escapeXml(text: string): string {
  return text
    .replace(
      /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
      "\ufffd",
    )
    .replace(/[<>&"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** The texts of all elements of a name, in order. AWS's query APIs nest no element in one of its name. */
export function elementsOf(xml: string, name: string): readonly string[] {
  return [...xml.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, "g"))].map(
    ([, content = ""]) => unescapeXml(content),
  );
}

/** What stands inside the first element of a name, markup included. */
export function insideOf(xml: string, name: string): string {
  return new RegExp(`<${name}>(.*?)</${name}>`, "s").exec(xml)?.[1] ?? "";
}

const named: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
};

function unescapeXml(text: string): string {
  return text.replace(
    /&(?:#(\d+)|#x([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));/g,
    (
      _,
      decimal: string | undefined,
      hex: string | undefined,
      name: string | undefined,
    ) =>
      decimal !== undefined
        ? character(Number(decimal))
        : hex !== undefined
          ? character(parseInt(hex, 16))
          : (named[name ?? ""] ?? ""),
  );
}

function character(code: number): string {
  return code > 0x10ffff ? "\ufffd" : String.fromCodePoint(code);
}
