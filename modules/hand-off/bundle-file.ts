/** A file of a bundle. */
export interface BundleFile {
  /** Relative to the bundle, with `/` between folders. */
  readonly path: string;
  readonly text: string;
}

/** The file that holds the access map for programs. */
export const accessFile = "access.json";

/** The file that says what a bundle was made from, and that it is one. */
export const inputsFile = "inputs.json";
