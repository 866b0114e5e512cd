import type { Role } from "../../access";
import type { PlanAccess, Row } from "../../compare";
import type { Severity } from "../../severity";
import type { AccessLevels } from "./access-levels";

/** One rule that finds risks: a file of its own, one folder up. */
export interface FlagRule {
  /** The file's name. */
  readonly id: string;
  /** Of its findings, unless they say otherwise. */
  readonly severity: Severity;
  /** Why what it finds matters. */
  readonly reason: string;
  /** The page that the rule rests on. */
  readonly link: string;
  readonly find: (context: FlagContext) => Iterable<Finding>;
}

/** What a rule can look at: one plan and its rows. */
export interface FlagContext {
  readonly plan: PlanAccess;
  readonly rows: readonly Row[];
  /** Role key -> the rows that have the role, before or after. */
  readonly rowsByRole: ReadonlyMap<string, readonly Row[]>;
  readonly levels: AccessLevels;
}

/** What a rule has found. */
export interface Finding {
  /** What is so here, in one sentence, raw. */
  readonly message: string;
  readonly severity?: Severity;
  /** Terraform's address. */
  readonly address?: string;
  /**
   * The roles that it is about: who accepts it must accept it for every one. Where there is none it is about the
   * resource at its address.
   */
  readonly roles?: readonly Role[];
  /** The rows that it belongs to; none for one that belongs to the plan. */
  readonly rows: readonly Row[];
}
