/** Whether an action of a policy isn't known yet, so that it could be any: IAM has no variables in actions. */
export function isUnknownAction(action: string): boolean {
  return action.includes("${") || action.startsWith("(known after apply)");
}
