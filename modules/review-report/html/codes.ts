import { fragment, type Html } from "./html";

/** Names one after another, each as code. */
export function codes(names: readonly string[]): Html {
  return fragment`${names.map((name, position) => fragment`${position === 0 ? "" : ", "}<code>${name}</code>`)}`;
}
