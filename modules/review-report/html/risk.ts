import type { Flag } from "../../review";
import { codes } from "./codes";
import { fragment, type Html } from "./html";

/** One risk, with its reason and whether somebody accepted it. */
export function risk(flag: Flag): Html {
  const { severity, message, reason, id, address, stacks, accepted } = flag;
  const where = address === undefined ? stacks : [address, ...stacks];
  return fragment`<div class="risk is-${severity}">
    <p>
      <span class="${severity}"
        >${severity}${accepted === undefined ? "" : ", accepted"}</span
      >
      ${message} (${reference(id, flag.link)})
    </p>
    <p class="faint">${reason}</p>
    <p class="faint">${codes(where)}</p>
    ${accepted === undefined ? "" : fragment`<p>Accepted${accepted.until === undefined ? "" : ` until ${accepted.until}`}: ${accepted.reason}</p>`}
  </div> `;
}

/** A link where the address is https; the rule's name alone elsewhere, so that no script's address is followed. */
function reference(id: string, address: string): Html {
  return address.startsWith("https://")
    ? fragment`<a href="${address}" rel="noreferrer noopener">${id}</a>`
    : fragment`${id}`;
}
