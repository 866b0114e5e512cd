/**
 * The environments that the variable ENVIRONMENT names, separated by commas; all where it is unset or
 * empty.
 */
export function selectedEnvironments(
  variable: string | undefined,
): readonly string[] | undefined {
  const names = (variable ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  return names.length === 0 ? undefined : [...new Set(names)];
}
