import type { AccessState, Way } from "./access-state";
import { jsonOfDocument } from "./document";
import { makeWay } from "./make-way";
import { decideServiceAccount } from "./trust";

/**
 * A state in which the service accounts that another one names have what they have here: one that a trust policy
 * names at one time may be let in by a pattern at the other.
 */
export function withSubjectsOf(
  state: AccessState,
  other: AccessState,
): AccessState {
  const subjects = new Map(state.subjects);
  for (const [key, known] of other.subjects) {
    if (/[*?]/.test(key)) continue;
    const own = subjects.get(key);
    const ways = known.ways.flatMap((way): Way[] => {
      const role = state.roles.get(way.role.key);
      const json = role && jsonOfDocument(role.trust);
      if (
        role === undefined ||
        json === undefined ||
        way.path !== "irsa" ||
        way.annotated === true ||
        own?.ways.some(
          (one) => one.path === "irsa" && one.role.key === role.key,
        ) === true
      )
        return [];
      const { decision, issuerHost } = decideServiceAccount(
        json,
        state.providers,
        known,
      );
      return decision === "denied"
        ? []
        : [makeWay({ path: "irsa", role, decision, issuerHost })];
    });
    if (ways.length > 0)
      subjects.set(key, {
        ...(own ?? {
          namespace: known.namespace,
          serviceAccount: known.serviceAccount,
          associations: [],
          refused: [],
        }),
        ways: [...(own?.ways ?? []), ...ways],
      });
  }
  return { ...state, subjects };
}
