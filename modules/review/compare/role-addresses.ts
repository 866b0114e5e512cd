import type { Role } from "../access";

export function roleAddresses(
  role: Role | undefined,
): readonly (string | undefined)[] {
  return role === undefined
    ? []
    : [role.address, ...role.policies.flatMap(({ addresses }) => addresses)];
}
