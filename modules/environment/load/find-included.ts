import { realpathSync, statSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";

type Found =
  { readonly path: string } | { readonly rule: string; readonly fix: string };

/** The file of an `include` entry: its resolved path, or what is wrong with the path that is written. */
export function findIncluded(directory: string, written: string): Found {
  const root = realpathSync(directory);
  const outside: Found = {
    rule: "must be a file in a folder below environments/, links resolved",
    fix: "move it there, and write its path as in workloads/payments.yaml",
  };
  const below = (path: string): boolean =>
    path.startsWith(root + sep) && dirname(path) !== root;
  if (!written.endsWith(".yaml"))
    return {
      rule: "must be a .yaml file",
      fix: "rename it, and write its path as in workloads/payments.yaml",
    };
  if (!below(resolve(root, written))) return outside;
  let path: string;
  try {
    path = realpathSync(join(root, written));
    if (!below(path)) return outside;
    if (!statSync(path).isFile()) return outside;
  } catch {
    return {
      rule: "must be a file that exists",
      fix: "create it or mend the path, which is relative to environments/",
    };
  }
  return { path };
}
