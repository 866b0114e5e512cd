import fc from "fast-check";
import { elementsOf, escapeXml, insideOf } from "../../../lab/front/xml";
import { property } from "../../support/property";

test("what is escaped is read again, but for what XML can't hold", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const xml = `<a>${escapeXml(text)}</a>`;
      const [read] = elementsOf(xml, "a");
      expect(read).toBe(
        text.replace(
          /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/gu,
          "\ufffd",
        ),
      );
    }),
    property(1_000),
  );
});

test("markup and quotes are escaped, control characters replaced", () => {
  expect(escapeXml(`<a b="c" d='e'>&amp;\0\t`)).toBe(
    "&#60;a b=&#34;c&#34; d=&#39;e&#39;&#62;&#38;amp;\ufffd\t",
  );
});

test("references are read in every spelling, and no farther than Unicode", () => {
  expect(
    elementsOf(
      "<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x42;&amp;lt;&nbsp;</a>",
      "a",
    ),
  ).toEqual([`<>&"'AB&lt;&nbsp;`]);
  expect(elementsOf("<a>&#99999999999;&#xffffffff;</a>", "a")).toEqual([
    "\ufffd\ufffd",
  ]);
});

test("elements of a name are told from those of a longer one", () => {
  const xml = "<A><Key>1</Key><Keys>2</Keys>\n<Key>3</Key></A><A>4</A>";
  expect(elementsOf(xml, "Key")).toEqual(["1", "3"]);
  expect(insideOf(xml, "A")).toBe("<Key>1</Key><Keys>2</Keys>\n<Key>3</Key>");
  expect(insideOf(xml, "B")).toBe("");
});
