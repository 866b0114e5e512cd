import type { Role } from "../access";

/** Addresses of a role and of what gives it policies. */
export function roleAddresses(
  role: Role | undefined,
): readonly (string | undefined)[] {
  return role === undefined
    ? []
    : [role.address, ...role.policies.flatMap(({ addresses }) => addresses)];
}
