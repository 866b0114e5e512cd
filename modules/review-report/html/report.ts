import { createHash } from "node:crypto";
import type { Review } from "../../review";
import { headline } from "../headline";
import { restartsByStack } from "../pod-restarts";
import { rankedFlags } from "../ranked";
import { change } from "./change";
import { fragment, Html } from "./html";
import { namesOfStacks } from "./names-of-stacks";
import { plans } from "./plans";
import { risk } from "./risk";
import { style } from "./style";

export interface HtmlReportProps {
  readonly review: Review;
  /** Shown in the title. */
  readonly environment?: string;
  /** Stack -> digest of its reduced model. @default none */
  readonly digests?: ReadonlyMap<string, string>;
}

/**
 * A review as one HTML page that needs nothing else: no script, no request, one style sheet inside. Its
 * content security policy forbids everything but that style sheet, by its hash, so that even text that an
 * escaping fault let through could load and run nothing.
 *
 * @see https://developer.mozilla.org/docs/Web/HTTP/Guides/CSP
 */
export function htmlReport(props: HtmlReportProps): string {
  const { review, environment } = props;
  const title = `Identity review${environment === undefined ? "" : `: ${environment}`}`;
  const hash = createHash("sha256").update(style).digest("base64");
  return fragment`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>${new Html(style)}</style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${banner(review)}
          <p>${headline(review, rankedFlags(review))}</p>
          ${plans(review.plans)}${namesOfStacks(review)}${risks(review)}${changes(review)}${restarts(review)}${digests(props.digests ?? new Map())}
        </main>
      </body>
    </html> `.text;
}

function banner({ notReviewable }: Review): Html {
  if (notReviewable.length === 0) return fragment``;
  return fragment`<div class="alarm" role="alert">
    <p>
      <strong
        >Not everything could be reviewed. What follows is not complete.</strong
      >
    </p>
    <ul>
      ${notReviewable.map(({ stack, address, message }) => fragment`<li><code>${stack}</code>${address === undefined ? "" : fragment` <code>${address}</code>`}: ${message}</li>`)}
    </ul>
  </div> `;
}

function risks({ flags }: Review): Html {
  return flags.length === 0
    ? fragment``
    : fragment`<h2>Risks of no one service account</h2>
        ${flags.map(risk)}`;
}

function changes({ changes }: Review): Html {
  return changes.length === 0
    ? fragment``
    : fragment`<h2>Access</h2>
        ${changes.map(change)}`;
}

function restarts(review: Review): Html {
  const byStack = restartsByStack(review);
  if (byStack.length === 0)
    return fragment`<h2>After the apply</h2>
      <p>
        ${review.notReviewable.length > 0 ? "No pod must restart, as far as could be reviewed." : "No pod must restart."}
      </p> `;
  return fragment`<h2>After the apply: restart these pods</h2>
    ${byStack.map(
      ({ stack, restarts }) =>
        fragment`<p>On <code>${stack}</code>, the pods of:</p>
          <ul>
            ${restarts.map(({ namespace, serviceAccount, reason }) => fragment`<li><code>${`${namespace}/${serviceAccount}`}</code>: ${reason}</li>`)}
          </ul> `,
    )}`;
}

function digests(all: ReadonlyMap<string, string>): Html {
  return all.size === 0
    ? fragment``
    : fragment`<h2>Digests of what was reviewed</h2>
        <ul>
          ${[...all].map(([stack, digest]) => fragment`<li><code>${stack}</code> <code>${digest}</code></li>`)}
        </ul> `;
}
