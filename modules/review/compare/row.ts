import type { Role } from "../access";
import type { AccessChange, Flag } from "../review";

/** A row of one plan, before rows of several are folded into one. */
export interface Row extends Omit<
  AccessChange,
  "stacks" | "differsOn" | "flags"
> {
  readonly stack: string;
  /** What it is about: the same in another stack for the same service account or role. */
  readonly about: string;
  readonly flags: readonly Flag[];
  /** Why it can't be reviewed. */
  readonly problems: readonly {
    readonly address?: string;
    readonly message: string;
  }[];
  /** The roles that it has before or after. */
  readonly roles: readonly RoleChange[];
}

/** One role of a row, at both times. */
export interface RoleChange {
  readonly key: string;
  readonly before?: Role;
  readonly after?: Role;
}
