import { accessAt, withSubjectsOf, type AccessState } from "../access";
import type { ReducedPlan, ReducedResource, ResourceAction } from "../plan";

/** A reviewed plan with who has which access before and after it. */
export interface PlanAccess {
  readonly stack: string;
  readonly resources: ReadonlyMap<string, ReducedResource>;
  readonly before: AccessState;
  readonly after: AccessState;
}

/** Who has which access before a plan and after it: a service account that is named at one time only is in both. */
export function planAccess(plan: ReducedPlan): PlanAccess {
  const resources = new Map(
    plan.resources.map((resource) => [resource.address, resource]),
  );
  const before = accessAt(resources, "before");
  const after = accessAt(resources, "after");
  return {
    stack: plan.stack,
    resources,
    before: withSubjectsOf(before, after),
    after: withSubjectsOf(after, before),
  };
}

/** What the plan does at an address; nothing for one that it doesn't have. */
export function actionAt(
  { resources }: PlanAccess,
  address: string | undefined,
): ResourceAction {
  return resources.get(address ?? "")?.action ?? "no-op";
}
