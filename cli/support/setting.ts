/** A variable of the process's environment that is set and not empty. */
export function setting(name: string): string | undefined {
  const value = process.env[name];
  return value === "" ? undefined : value;
}
