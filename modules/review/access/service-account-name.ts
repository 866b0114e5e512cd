import { isNamespace, isServiceAccountName } from "../../trust-policy";

/** A service account by its name; a pattern or an expression stands for what isn't one name. */
export interface ServiceAccountName {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** `<namespace>/<service account>`: equal for two that are called the same, on whichever cluster. */
export function subjectKey({
  namespace,
  serviceAccount,
}: ServiceAccountName): string {
  return `${namespace}/${serviceAccount}`;
}

/** Whether both are names that Kubernetes takes: what stands for one that isn't known can't be. */
export function isNamed({
  namespace,
  serviceAccount,
}: ServiceAccountName): boolean {
  return isNamespace(namespace) && isServiceAccountName(serviceAccount);
}
