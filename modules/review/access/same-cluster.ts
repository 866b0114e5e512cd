import type { Association } from "./identity-sources";

/**
 * Whether two associations, before the apply and after it, are on one cluster as far as the plan says; so is what isn't
 * known.
 */
export function isSameAssociated(
  before: Association | undefined,
  after: Association | undefined,
): boolean {
  if (before === undefined || after === undefined) return true;
  const isUnknown = /^(?:\$\{|\()/.test(after.cluster);
  return isUnknown
    ? before.address === after.address || before.cluster === after.cluster
    : before.cluster === after.cluster && isSameRegion(before, after);
}

function isSameRegion(before: Association, after: Association): boolean {
  return (
    before.region === undefined ||
    after.region === undefined ||
    before.region === after.region
  );
}
