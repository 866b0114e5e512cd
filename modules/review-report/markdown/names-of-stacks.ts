import type { Review } from "../../review";
import { ownNames } from "../own-names";
import type { Detail } from "./detail";
import { someOf } from "./some-of";
import { table } from "./table";
import { code } from "./text";

/** What the names in braces stand for on each stack; nothing where no change has any. */
export function namesOfStacks(
  review: Review,
  { most }: Detail,
): readonly string[] {
  const { kinds, plans } = ownNames(review);
  if (plans.length === 0) return [];
  const { shown, left } = someOf(plans, most, "stacks");
  return [
    "A change that is the same on several stacks is shown once. Its names in braces stand for:",
    table(
      [code("{stack}"), ...kinds.map((kind) => code(`{${kind}}`))],
      shown.map(({ stack, names }) => [
        code(stack),
        ...kinds.map((kind) => {
          const name = names[kind];
          return name === undefined ? "" : code(name);
        }),
      ]),
    ),
    ...left,
  ];
}
