import type { Rule } from "./support/rule";
import { acceptedRisksAreClear } from "./accepted-risks-are-clear";
import { acceptedRisksCount } from "./accepted-risks-count";
import { actionsExist } from "./actions-exist";
import { agentIsOnEks } from "./agent-is-on-eks";
import { assumedRoleIsInAccount } from "./assumed-role-is-in-account";
import { boundaryIsPolicy } from "./boundary-is-policy";
import { clusterIsOwnedOnce } from "./cluster-is-owned-once";
import { clusterKeysCannotMeet } from "./cluster-keys-cannot-meet";
import { clusterNameFits } from "./cluster-name-fits";
import { clusterQuotas } from "./cluster-quotas";
import { clustersAreDeclared } from "./clusters-are-declared";
import { computeFitsPlatform } from "./compute-fits-platform";
import { conditionKeysAreSpelledOnce } from "./condition-keys-are-spelled-once";
import { conditionsAreKnown } from "./conditions-are-known";
import { descriptionFits } from "./description-fits";
import { environmentNamesCannotMeet } from "./environment-names-cannot-meet";
import { externalOwnerHasNoSettings } from "./external-owner-has-no-settings";
import { hasClusters } from "./has-clusters";
import { hybridNodesHaveAgent } from "./hybrid-nodes-have-agent";
import { identitySettingsAreUsed } from "./identity-settings-are-used";
import { includedFilesGrantNothingWider } from "./included-files-grant-nothing-wider";
import { includedNamespaces } from "./included-namespaces";
import { inlinePolicyFits } from "./inline-policy-fits";
import { irsaNeedsIssuer } from "./irsa-needs-issuer";
import { kubernetesAccessFits } from "./kubernetes-access-fits";
import { kubernetesNames } from "./kubernetes-names";
import { managedPoliciesAttach } from "./managed-policies-attach";
import { oneBackend } from "./one-backend";
import { onePathPerServiceAccount } from "./one-path-per-service-account";
import { ownerCanMakeIt } from "./owner-can-make-it";
import { patternIsIrsaAndExternal } from "./pattern-is-irsa-and-external";
import { patternSparesDefault } from "./pattern-spares-default";
import { permissionsAreNotEmpty } from "./permissions-are-not-empty";
import { podIdentityRunsThere } from "./pod-identity-runs-there";
import { providerNeedsIssuer } from "./provider-needs-issuer";
import { resourcesAreArns } from "./resources-are-arns";
import { roleNameFits } from "./role-name-fits";
import { roleNamesAreUnique } from "./role-names-are-unique";
import { serviceAccountHasName } from "./service-account-has-name";
import { sessionTagsPinTrust } from "./session-tags-pin-trust";
import { stateIsNotShared } from "./state-is-not-shared";
import { tagsForgeNothing } from "./tags-forge-nothing";
import { trustPolicyFits } from "./trust-policy-fits";
import { workloadHasIdentity } from "./workload-has-identity";

export type { Allowance, Rule, RuleContext } from "./support/rule";

/** Every rule, by name. `docs/rules.md` is made from this list. */
export const rules: readonly Rule[] = [
  acceptedRisksAreClear,
  acceptedRisksCount,
  actionsExist,
  agentIsOnEks,
  assumedRoleIsInAccount,
  boundaryIsPolicy,
  clusterIsOwnedOnce,
  clusterKeysCannotMeet,
  clusterNameFits,
  clusterQuotas,
  clustersAreDeclared,
  computeFitsPlatform,
  conditionKeysAreSpelledOnce,
  conditionsAreKnown,
  descriptionFits,
  environmentNamesCannotMeet,
  externalOwnerHasNoSettings,
  hasClusters,
  hybridNodesHaveAgent,
  identitySettingsAreUsed,
  includedFilesGrantNothingWider,
  includedNamespaces,
  inlinePolicyFits,
  irsaNeedsIssuer,
  kubernetesAccessFits,
  kubernetesNames,
  managedPoliciesAttach,
  oneBackend,
  onePathPerServiceAccount,
  ownerCanMakeIt,
  patternIsIrsaAndExternal,
  patternSparesDefault,
  permissionsAreNotEmpty,
  podIdentityRunsThere,
  providerNeedsIssuer,
  resourcesAreArns,
  roleNameFits,
  roleNamesAreUnique,
  serviceAccountHasName,
  sessionTagsPinTrust,
  stateIsNotShared,
  tagsForgeNothing,
  trustPolicyFits,
  workloadHasIdentity,
];
