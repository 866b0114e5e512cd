import type { Decision } from "../../trust-policy/evaluator";
import type { Association, ServiceAccountResource } from "./identity-sources";
import type { Provider } from "./provider";
import type { Role } from "./role";
import type { ServiceAccountName } from "./service-account-name";
import type { TrustReading } from "./trust";

/** One way by which a service account gets a role. */
export interface Way {
  readonly path: "irsa" | "pod-identity";
  readonly role: Role;
  readonly decision: Exclude<Decision, "denied">;
  readonly association?: Association;
  /** Whether it is by its annotation, where the trust policy doesn't name it. */
  readonly annotated?: true;
  /** The issuer of the tokens that get in. */
  readonly issuerHost?: string;
  readonly unknown: readonly string[];
}

/** A service account at one time. */
export interface SubjectState extends ServiceAccountName {
  readonly ways: readonly Way[];
  readonly resource?: ServiceAccountResource;
  readonly associations: readonly Association[];
  /** Roles that it is told to take and that don't let it in. */
  readonly refused: readonly {
    readonly path: Way["path"];
    readonly role: Role;
    readonly address: string;
  }[];
}

/** Who has which access, at one time. */
export interface AccessState {
  readonly roles: ReadonlyMap<string, Role>;
  /** By role key; of roles whose trust policy the plan has. */
  readonly trust: ReadonlyMap<string, TrustReading>;
  readonly subjects: ReadonlyMap<string, SubjectState>;
  readonly providers: readonly Provider[];
  readonly associations: readonly Association[];
  /** Keys of the roles that some association gives. */
  readonly associatedRoles: ReadonlySet<string>;
}
