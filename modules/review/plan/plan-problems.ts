import { fieldOf, listOf, textOf, type Json } from "./json";
import { isTouched, type Change } from "./read-changes";
import type { PlanProblem } from "./reduced-plan";
import { unreadTypeOf } from "./unread-type-of";

/** What keeps a plan from being reviewed as a whole. */
export function problemsOf(
  document: Json,
  changes: readonly Change[],
): readonly PlanProblem[] {
  const problems: PlanProblem[] = [];
  if (fieldOf(document, "complete") === false)
    problems.push({
      message:
        "the plan is of a part only, by -target, -exclude or a deferred change: what it leaves out isn't reviewed",
    });
  const listed = new Set(changes.map(({ address }) => address));
  for (const address of plannedAddresses(
    fieldOf(document, "planned_values", "root_module"),
  ))
    if (!listed.has(address))
      problems.push({
        address,
        message: "the plan has it and doesn't say what it does with it",
      });
  for (const invocation of listOf(document, "action_invocations")) {
    const address = textOf(invocation, "address");
    problems.push({
      ...(address !== undefined && { address }),
      message: "the plan invokes an action, which can do anything",
    });
  }
  for (const deferred of listOf(document, "deferred_changes")) {
    const address = textOf(deferred, "resource_change", "address");
    problems.push({
      ...(address !== undefined && { address }),
      message: "the change is deferred to a later plan",
    });
  }
  for (const change of changes) {
    if (!isTouched(change)) continue;
    if (unreadTypeOf(change.type)?.weight === "unreviewable")
      problems.push({
        address: change.address,
        message: `resources of type ${change.type} can give access, and aren't read`,
      });
    const kind =
      change.type === "kubernetes_manifest" &&
      fieldOf(change.change, "after_unknown", "manifest", "kind") === true;
    if (kind)
      problems.push({
        address: change.address,
        message: "the manifest's kind is known after apply",
      });
  }
  return problems;
}

/** Levels of modules: real plans have less than ten. */
const deepestModule = 50;

/** The managed resources that there will be. */
function plannedAddresses(
  module: Json | undefined,
  depth = 0,
): readonly string[] {
  if (depth > deepestModule) throw new Error("modules nest without end");
  return [
    ...listOf(module, "resources").flatMap((resource) => {
      const address = textOf(resource, "address");
      return address === undefined || textOf(resource, "mode") === "data"
        ? []
        : [address];
    }),
    ...listOf(module, "child_modules").flatMap((child) =>
      plannedAddresses(child, depth + 1),
    ),
  ];
}

/**
 * What failed conditions say.
 *
 * @see https://developer.hashicorp.com/terraform/internals/json-format#checks-representation
 */
export function failedChecks(document: Json): readonly string[] {
  const messages = listOf(document, "checks").flatMap((check) =>
    listOf(check, "instances").flatMap((instance) =>
      ["fail", "error"].includes(textOf(instance, "status") ?? "")
        ? listOf(instance, "problems").map((problem) => {
            const address = textOf(instance, "address", "to_display");
            const message = textOf(problem, "message") ?? "a condition failed";
            return address === undefined ? message : `${address}: ${message}`;
          })
        : [],
    ),
  );
  return [...new Set(messages)].sort();
}
