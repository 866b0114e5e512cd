import { flagRules } from "../../modules/review";

/** The ids of the review's rules, which acceptances name. */
export const knownRisks: readonly string[] = flagRules.map(({ id }) => id);
