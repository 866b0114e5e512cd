import {
  expressionOf,
  opaquePolicies,
  type Role,
  type Value,
  type Way,
} from "../access";
import { canonicalTrust } from "./canonical-trust";

export function waysSignature(ways: readonly Way[]): string {
  return JSON.stringify(
    ways
      .map((way) =>
        JSON.stringify([
          way.path,
          way.decision,
          way.issuerHost,
          roleSignature(way.role),
          way.association?.cluster,
          way.association?.sessionTags,
          valueText(way.association?.sessionPolicy),
          valueText(way.association?.targetRole),
        ]),
      )
      .sort(),
  );
}

/** All of a role but its grants, which are compared as sets. */
export function roleSignature(role: Role): string {
  return JSON.stringify([
    role.key,
    canonicalTrust(role.trust),
    role.boundary,
    [...new Set(opaquePolicies(role))].sort(),
  ]);
}

function valueText(value: Value | undefined): string {
  if (value?.state === "unknown") return expressionOf(value.unknown);
  return value?.state === "known" ? JSON.stringify(value.value) : "";
}
