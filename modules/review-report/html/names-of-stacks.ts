import type { Review } from "../../review";
import { ownNames } from "../own-names";
import { fragment, type Html } from "./html";

/** What the names in braces stand for on each stack; nothing where no change has any. */
export function namesOfStacks(review: Review): Html {
  const { kinds, plans } = ownNames(review);
  if (plans.length === 0) return fragment``;
  return fragment`<p>
      A change that is the same on several stacks is shown once. Its names in
      braces stand for:
    </p>
    <div class="scroll" tabindex="0" role="region" aria-label="Names of stacks">
      <table>
        <thead>
          <tr>
            ${["stack", ...kinds].map((kind) => fragment`<th scope="col"><code>{${kind}}</code></th>`)}
          </tr>
        </thead>
        <tbody>
          ${plans.map(
            ({ stack, names }) =>
              fragment`<tr>
                <th scope="row"><code>${stack}</code></th>
                ${kinds.map((kind) => {
                  const name = names[kind];
                  return name === undefined
                    ? fragment`<td></td>`
                    : fragment`<td><code>${name}</code></td>`;
                })}
              </tr> `,
          )}
        </tbody>
      </table>
    </div> `;
}
