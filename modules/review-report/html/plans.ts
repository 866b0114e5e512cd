import type { ReviewedPlan } from "../../review";
import { isRead, planStatuses } from "../plan-status";
import { fragment, lines, type Html } from "./html";

const kinds = [
  "create",
  "update",
  "replace",
  "delete",
  "import",
  "move",
] as const;

/** Each plan with what it touches. */
export function plans(all: readonly ReviewedPlan[]): Html {
  return fragment`<div class="scroll" tabindex="0" role="region" aria-label="Plans">
    <table>
      <thead>
        <tr>
          <th scope="col">stack</th>
          <th scope="col">plan</th>
          ${kinds.map((kind) => fragment`<th scope="col" class="number">${kind}</th>`)}
          <th scope="col">of these, not about identity</th>
        </tr>
      </thead>
      <tbody>
        ${all.map(row)}
      </tbody>
    </table>
  </div> `;
}

function row(plan: ReviewedPlan): Html {
  const { stack, status, messages, counts, others } = plan;
  const listed = Object.entries(others).map(
    ([type, count], position) =>
      fragment`${position === 0 ? "" : ", "}<code>${type}</code> ${count}`,
  );
  return fragment`<tr>
    <th scope="row"><code>${stack}</code></th>
    <td>
      <span class="${status === "reviewed" ? "faint" : "high"}">${planStatuses[status]}</span>${messages.map((message) => fragment`<pre>${lines(message)}</pre>`)}
    </td>
    ${kinds.map((kind) => fragment`<td class="number">${isRead(plan) ? counts[kind] : "?"}</td>`)}
    <td>${listed}</td>
  </tr> `;
}
