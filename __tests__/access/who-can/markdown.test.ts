import fc from "fast-check";
import { whoCan, whoCanAsMarkdown } from "../../../modules/access";
import { renderMarkdown } from "../../markup/rendered";
import { hostile } from "../../markup/hostile";
import { property } from "../../support/property";
import { mapMaker } from "./one-workload";

test("no text of an answer makes an element, a row or a mention", async () => {
  const make = await mapMaker();
  fc.assert(
    fc.property(hostile, hostile, (text, resource) => {
      const map = make(
        [
          {
            sid: text,
            effect: "Allow",
            actions: ["s3:*"],
            resources: ["*", text],
            conditions: { StringEquals: { [text]: text } },
          },
        ],
        [text],
      );
      const question = { action: "s3:GetObject", resource };
      const { elements, outsideCode } = renderMarkdown(
        whoCanAsMarkdown(map, question, whoCan(map, question.action)),
      );
      expect(
        elements.filter((name) => !["code", "strong", "br"].includes(name)),
      ).toEqual([
        "h1",
        "table",
        "thead",
        ...["tr", "th", "th", "th", "th", "th"],
        "tbody",
        ...["tr", "td", "td", "td", "td", "td"],
        "p",
      ]);
      expect(outsideCode).not.toMatch(/[@#<>[\]]|:\/\//);
    }),
    property(500),
  );
});
