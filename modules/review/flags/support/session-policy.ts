import type { Association, Role } from "../../access";
import { grantsOf, parsePolicy } from "../../policy";
import { isPowerful } from "./powerful-role";
import type { FlagContext } from "./rule";

const label = "session policy";

/** Whether a session policy leaves less than everything of a role, as far as the plan says. */
export function holdsBack(
  policy: Association["sessionPolicy"],
  role: Role,
  context: Pick<FlagContext, "plan" | "levels">,
): boolean {
  const text = policy.state === "known" ? policy.value : undefined;
  const json = typeof text === "string" ? parsePolicy(text) : undefined;
  const grants = json === undefined ? undefined : grantsOf(json, label);
  if (json === undefined || grants === undefined) return false;
  const document = {
    state: "known",
    json,
    text: JSON.stringify(json),
  } as const;
  return !isPowerful(
    { ...role, policies: [{ label, addresses: [], document, grants }] },
    context,
  );
}
