import type { AccessChange } from "../review";

/** Whom a row is about, raw: `namespace/name`, or the role where no service account has it. */
export function subjectOf({ subject, before, after }: AccessChange): string {
  if (subject !== undefined)
    return `${subject.namespace}/${subject.serviceAccount}`;
  return after?.role ?? before?.role ?? "a role";
}
