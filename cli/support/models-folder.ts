import { join } from "node:path";

/** Where the reduced plans of an environment are kept unless said otherwise. */
export function modelsFolder(project: string, environment: string): string {
  return join(project, "cdktf.out/models", environment);
}
