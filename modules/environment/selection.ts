/**
 * The environments that the variable ENVIRONMENT names, separated by commas; all where it is unset or
 * blank. One that holds commas only names none, and must not stand for all: it is given as it is, and no
 * file has that name.
 */
export function selectedEnvironments(
  variable: string | undefined,
): readonly string[] | undefined {
  const names = (variable ?? "")
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length > 0) return [...new Set(names)];
  const written = (variable ?? "").trim();
  return written === "" ? undefined : [written];
}
