import { accessForgotten } from "./access-forgotten";
import { associationGoes } from "./association-goes";
import { bothPaths } from "./both-paths";
import { boundaryChanges } from "./boundary-changes";
import { boundaryLeftBehind } from "./boundary-left-behind";
import { boundaryRemoved } from "./boundary-removed";
import { dangerousManagedPolicy } from "./dangerous-managed-policy";
import { denialRemoved } from "./denial-removed";
import { fullAccess } from "./full-access";
import { oidcProviderChanges } from "./oidc-provider-changes";
import { oidcProviderGoes } from "./oidc-provider-goes";
import { passRoleOnAll } from "./pass-role-on-all";
import { pathRefused } from "./path-refused";
import { permissionsManagement } from "./permissions-management";
import { podIdentityTagsOff } from "./pod-identity-tags-off";
import { podIdentityUnpinned } from "./pod-identity-unpinned";
import { podIdentityWithoutTagSession } from "./pod-identity-without-tag-session";
import { privilegeEscalation } from "./privilege-escalation";
import { readOnAll } from "./read-on-all";
import { roleOfOtherAccount } from "./role-of-other-account";
import { roleTagsChange } from "./role-tags-change";
import { runsCommands } from "./runs-commands";
import { sessionPolicyRemoved } from "./session-policy-removed";
import type { FlagRule } from "./support/rule";
import { targetRole } from "./target-role";
import { trustAnySubject } from "./trust-any-subject";
import { trustConditionRemoved } from "./trust-condition-removed";
import { trustIfExists } from "./trust-if-exists";
import { trustKeyOfOtherIssuer } from "./trust-key-of-other-issuer";
import { trustMissingAudience } from "./trust-missing-audience";
import { trustOtherFederation } from "./trust-other-federation";
import { trustOtherPrincipal } from "./trust-other-principal";
import { trustSecondIssuer } from "./trust-second-issuer";
import { trustService } from "./trust-service";
import { trustUnknownIssuer } from "./trust-unknown-issuer";
import { trustWildcardNeverMatches } from "./trust-wildcard-never-matches";
import { trustWildcardSubject } from "./trust-wildcard-subject";
import { unknownAction } from "./unknown-action";
import { unreadAccess } from "./unread-access";
import { unreadChart } from "./unread-chart";
import { writeOnAll } from "./write-on-all";

export { findFlags } from "./support/find-flags";
export { loadAccessLevels } from "./support/access-levels";

/** Every rule, by name. */
export const flagRules: readonly FlagRule[] = [
  accessForgotten,
  associationGoes,
  bothPaths,
  boundaryChanges,
  boundaryLeftBehind,
  boundaryRemoved,
  dangerousManagedPolicy,
  denialRemoved,
  fullAccess,
  oidcProviderChanges,
  oidcProviderGoes,
  passRoleOnAll,
  pathRefused,
  permissionsManagement,
  podIdentityTagsOff,
  podIdentityUnpinned,
  podIdentityWithoutTagSession,
  privilegeEscalation,
  readOnAll,
  roleOfOtherAccount,
  roleTagsChange,
  runsCommands,
  sessionPolicyRemoved,
  targetRole,
  trustAnySubject,
  trustConditionRemoved,
  trustIfExists,
  trustKeyOfOtherIssuer,
  trustMissingAudience,
  trustOtherFederation,
  trustOtherPrincipal,
  trustSecondIssuer,
  trustService,
  trustUnknownIssuer,
  trustWildcardNeverMatches,
  trustWildcardSubject,
  unknownAction,
  unreadAccess,
  unreadChart,
  writeOnAll,
];
