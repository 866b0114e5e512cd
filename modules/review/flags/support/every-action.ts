/** Whether an action of a grant stands for every one, or for every one but those that it excludes. */
export function isEveryAction(action: string): boolean {
  return /^[*?]+(:[*?]+)?$/.test(action) || action.startsWith("NotAction: ");
}
