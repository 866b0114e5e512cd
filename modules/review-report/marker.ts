/**
 * The hidden first line of a comment, by which a later run finds and updates it. Text of a plan can't make
 * one: a report has no other HTML comment, and a comment counts by its first line and its author only.
 *
 * @param environment the environment's name, `^[a-z][a-z0-9-]*$`
 * @throws RangeError for a name that could end the HTML comment or hold anything else
 */
export function commentMarker(environment: string): string {
  if (!/^[a-z][a-z0-9-]*$/.test(environment))
    throw new RangeError(
      `no marker can be made of ${JSON.stringify(environment)}: it takes lower-case letters, digits and "-"`,
    );
  return `<!-- eks-workload-identity review of ${environment} -->`;
}
