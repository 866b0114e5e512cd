import type { Environment } from "../../modules/environment";
import type { Components } from "./components";

/** What the process inside the namespaces is told to do. */
export interface StartMessage {
  readonly components: Components;
  /** The folder of environment files. */
  readonly environments: string;
  readonly environment: Environment;
  /** The lab's own folder. */
  readonly directory: string;
  readonly keep: boolean;
}

/** What it answers: lines to show, and at the end whether all was right. */
export type InsideMessage =
  | { readonly kind: "line"; readonly line: string }
  | {
      readonly kind: "done";
      readonly right: boolean;
      /** What to set to work on a lab that is kept. */
      readonly variables: Readonly<Record<string, string>>;
    };
