import type { Review } from "../../review";
import type { Detail } from "./detail";
import { someOf } from "./some-of";
import { code, sentence } from "./text";

/** What can't be reviewed, before anything else; nothing where everything can. */
export function banner(
  { notReviewable }: Review,
  { most }: Detail,
): readonly string[] {
  if (notReviewable.length === 0) return [];
  const { shown, left } = someOf(notReviewable, most, "such parts");
  const items = shown.map(({ stack, address, message }) => {
    const where = address === undefined ? "" : ` ${code(address)}`;
    return `- ${code(stack)}${where}: ${sentence(message)}`;
  });
  return [
    [
      "> [!CAUTION]",
      "> **Not everything could be reviewed. What follows is not complete.**",
      ">",
      ...[...items, ...left.map((text) => `- ${text}`)].map(
        (line) => `> ${line}`,
      ),
    ].join("\n"),
  ];
}
