import { homedir } from "node:os";
import { join } from "node:path";

/** Where the lab keeps what it built or installed, outside the tree: the user's own cache. */
export function cacheDirectory(environment: NodeJS.ProcessEnv): string {
  const cache =
    environment.XDG_CACHE_HOME ?? join(environment.HOME ?? homedir(), ".cache");
  return join(cache, "eks-workload-identity");
}
