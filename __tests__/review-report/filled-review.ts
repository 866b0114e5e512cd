import type { Review } from "../../modules/review";
import { reviewOf } from "./review-fields";

/** A review that has one of everything, with texts dealt out in turn to every field that holds a plan's text. */
export function filledReview(texts: readonly string[]): Review {
  let dealt = 0;
  const next = (): string => texts[dealt++ % texts.length] ?? "";
  const stack = next();
  const grant = () => ({
    action: next(),
    resource: next(),
    condition: next(),
    policy: next(),
  });
  const flag = () => ({
    id: next(),
    message: next(),
    reason: next(),
    link: "https://example.com/",
    stacks: [stack],
    address: next(),
  });
  const access = (path: "irsa" | "both") => ({
    path,
    role: next(),
    alsoAssumedBy: [next()],
    routes: [
      [
        { kind: "role" as const, text: next(), address: `${next()} address` },
        { kind: "policy" as const, text: next() },
      ],
    ],
  });
  return reviewOf({
    plans: [
      {
        stack,
        status: "errored",
        messages: [next()],
        others: { [next()]: 1 },
        names: {
          account: next(),
          cluster: next(),
          issuer: next(),
          region: next(),
        },
      },
    ],
    changes: [
      {
        kind: "changes",
        stacks: [stack],
        differsOn: [next()],
        subject: { namespace: next(), serviceAccount: next() },
        before: access("irsa"),
        after: access("both"),
        added: [grant()],
        removed: [{ ...grant(), effect: "Deny" }],
        changedParts: ["session policy", "trust policy"],
        knowledge: "opaque",
        unknown: [next()],
        flags: [flag()],
        documents: [
          { title: next(), before: `${next()} before`, after: next() },
        ],
      },
    ],
    flags: [{ ...flag(), accepted: { reason: next(), until: next() } }],
    notReviewable: [{ stack, address: next(), message: next() }],
    restarts: [
      { stack, namespace: next(), serviceAccount: next(), reason: next() },
    ],
  });
}
