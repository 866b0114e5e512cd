import fc from "fast-check";

/** Texts that fire where they aren't escaped. */
export const hostileTexts = [
  "a|b",
  "a\\|b",
  "\\",
  "`",
  "``` `",
  " ` ",
  "&#124;",
  "&lt;b&gt;",
  "<img src=x onerror=alert(1)>",
  "</code></td></tr></table><script>alert(1)</script>",
  "<!-- -->",
  "]]>",
  "@team",
  "@org/team please",
  "#1",
  "GH-1",
  "owner/repo#1",
  "owner/repo@0123456789abcdef",
  "0123456789abcdef0123456789abcdef01234567",
  "defaced",
  "https://example.com/?a=b&c",
  "www.example.com",
  "a@example.com",
  "mailto:a@example.com",
  ":tada:",
  "[x](javascript:alert(1))",
  "![x](http://example.com/x.png)",
  "<http://example.com>",
  "**b** _i_ ~~s~~",
  "# head",
  "- item",
  "1. item",
  "> quote",
  "    code",
  "---",
  "| a | b |\n| --- | --- |",
  "a\nb\r\nc\u2028d\u2029e",
  "\u202egnp.exe",
  "\u200b\u00a0\u3164\ufeff\u2066x\u2069",
  "\u001b[31mred",
  "\u0000",
  "\\u{202E}",
  "\ud800",
  '" onmouseover="alert(1)',
  "' onmouseover='alert(1)",
  "$a$ $$b$$",
  "[^1]: note",
  "javascript:alert(1)",
  "===",
  "+ item",
  "1) item",
  " 7. item",
  "1.",
  "12)",
  "3",
  "- [ ] task",
  "[!NOTE]",
  "&copy;",
  "$`a`$",
  "GHSA-cfgh-jmpq-rvwx",
  "CVE-2026-1234",
  "KEY-12.",
  "ghs://x.y",
  "xmpp:a@example.com",
  "user@defaced",
  "org/repo/issues/1",
  "(@team)",
  "'@org/team',",
  '("#1")',
  "(GH-1).",
  "(:tada:):",
  "(https://example.com).",
  "'www.example.com'",
  "(defaced)",
  "'0123456',",
  '"1234567".',
  "..1234567",
  "defaced-effaced",
  "defaced's;",
];

/** Any text, and known bad ones with each other. */
export const hostile: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({
    unit: fc.constantFrom(..."`|\\<>&#@[]()!*_~:;./-'\" \n=a1".split("")),
    maxLength: 12,
  }),
  fc
    .array(fc.constantFrom(...hostileTexts), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join("")),
  sentence(),
);

/** Words with punctuation around them, as in a sentence. */
function sentence(): fc.Arbitrary<string> {
  const around = (characters: string): fc.Arbitrary<string> =>
    fc.string({
      unit: fc.constantFrom(...characters.split("")),
      maxLength: 2,
    });
  const word = fc.oneof(
    fc.constantFrom("a", "isn't", "read-only", "12", "1234567", "defaced"),
    fc.constantFrom("s3:*", 'f("x")', "arn:a/b", "--out=x", "`", "db-??", ""),
    fc.constantFrom(
      "www",
      "http",
      "GH",
      "-",
      "=",
      "+",
      "team",
      ...hostileTexts,
    ),
    fc.string({ unit: fc.constantFrom(..."0afw-:'1".split("")), maxLength: 9 }),
  );
  return fc
    .array(fc.tuple(around("(\"'"), word, around(".,;:)'\"!?…")), {
      minLength: 1,
      maxLength: 6,
    })
    .map((words) => words.map((parts) => parts.join("")).join(" "));
}
