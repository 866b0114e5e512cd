import type { AccessMap } from "./model";

/** The map as JSON, for programs: {@link AccessMap} is its form. Ends with a line feed. */
export function accessMapAsJson(map: AccessMap): string {
  return `${JSON.stringify(map, null, 2)}\n`;
}
