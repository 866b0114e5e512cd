import type {
  Access,
  AccessChange,
  Grant,
  RawDocument,
  Route,
} from "../../review";
import { subjectOf } from "../subject";
import { codes } from "./codes";
import { fragment, lines, type Html } from "./html";
import { risk } from "./risk";

/** What happens to one service account or role, whole; the documents are folded. */
export function change(one: AccessChange): Html {
  const { kind, stacks, differsOn, before, after, knowledge } = one;
  return fragment`<article>
    <header>
      <span class="${kind}"
        >${kind === "replaced" ? "replaced, same access" : kind}</span
      >
      <h3><code>${subjectOf(one)}</code></h3>
      <span>on ${codes(stacks)}</span
      >${differsOn.length === 0 ? "" : fragment` <span class="high">not so on ${codes(differsOn)}</span>`}
      <span class="${knowledge === "known" ? "faint" : "high"}"
        >${knowledge}</span
      >
    </header>
    ${path(before, after)}${parts(one)} ${one.flags.map(risk)}
    <div class="columns">
      ${grants("gains", one.added)}${grants("loses", one.removed)}
    </div>
    ${list(
      "not known",
      one.unknown.map((text) => fragment`<code>${text}</code>`),
    )}${folded(one)}
  </article> `;
}

function path(before: Access | undefined, after: Access | undefined): Html {
  const [old, now] = [before, after].map(
    (one) =>
      one &&
      fragment`${pathName(one)}${one.kind ?? "role"} <code>${one.role}</code>${others(one)}`,
  );
  if (old === undefined || now === undefined || old.text === now.text)
    return fragment`<p>${now ?? old ?? ""}</p>`;
  return fragment`<p>${old}, becomes ${now}</p>`;
}

function parts({ changedParts }: AccessChange): Html {
  return changedParts.length === 0
    ? fragment``
    : fragment`<p>different: ${changedParts.join(", ")}</p>`;
}

function others({ alsoAssumedBy = [] }: Access): Html {
  return alsoAssumedBy.length === 0
    ? fragment``
    : fragment`, which also lets in ${codes(alsoAssumedBy)}`;
}

function pathName({ path: kind }: Access): string {
  if (kind === undefined) return "";
  return kind === "both" ? "irsa and pod-identity, " : `${kind}, `;
}

function grants(title: string, all: readonly Grant[]): Html {
  if (all.length === 0) return fragment``;
  return fragment`<div>${list(title, all.map(grant))}</div>`;
}

function grant({ effect, action, resource, condition, policy }: Grant): Html {
  return fragment`${effect === "Deny" ? fragment`<strong>Deny</strong> ` : ""}<code
      >${action}</code
    >
    on
    <code>${resource}</code
    >${condition === undefined ? "" : fragment` when <code>${condition}</code>`}
    <span class="faint">by <code>${policy}</code></span>`;
}

function list(title: string, items: readonly Html[]): Html {
  return items.length === 0
    ? fragment``
    : fragment`<h4>${title}</h4>
        <ul>
          ${items.map((item) => fragment`<li>${item}</li>`)}
        </ul>`;
}

function folded({ before, after, documents }: AccessChange): Html {
  const content = fragment`${list("route before", (before?.routes ?? []).map(route))}${list("route after", (after?.routes ?? []).map(route))}${documents.map(document)}`;
  return content.text === ""
    ? content
    : fragment`<details>
        <summary>routes and documents</summary>
        ${content}
      </details> `;
}

function route(steps: Route): Html {
  return fragment`${steps.map(
    ({ kind, text, address }, position) =>
      fragment`${position === 0 ? "" : " → "}${kind}
        <code>${text}</code
        >${address === undefined || address === text ? "" : fragment` (<code>${address}</code>)`}`,
  )}`;
}

function document({ title, before, after }: RawDocument): Html {
  const sides =
    before === after
      ? side("unchanged", after)
      : fragment`${side("before", before)}${side("after", after)}`;
  return fragment`<h4><code>${title}</code></h4>
    <div class="columns">${sides}</div>`;
}

function side(when: string, text: string | undefined): Html {
  return text === undefined
    ? fragment``
    : fragment`<div>
        ${when}
        <pre>${lines(text)}</pre>
      </div>`;
}
