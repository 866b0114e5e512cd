/** A component that the lab can't do without; the message names it and says how to get it. */
export class MissingComponent extends Error {}
