import { spawnSync } from "node:child_process";

/**
 * What the lab has of its own: a network (loopback only, with the agent's address on it), mounts, and
 * process ids. Nameless ones, so that two labs can't meet and nothing outlives its first process, however
 * that ends: the kernel ends the others with it.
 */
const ownNamespaces = ["--net", "--mount", "--pid", "--fork", "--kill-child"];

/** An ordinary user becomes root of a user namespace first, where the machine lets them. */
const ownUsers = ["--user", "--map-root-user"];

/** The ways to make the namespaces: as root, and as an ordinary user. */
const ways: readonly (readonly string[])[] = [
  ownNamespaces,
  [...ownUsers, ...ownNamespaces],
];

/** The arguments by which `unshare` can make the lab's namespaces here; `undefined` where none work. */
export function unshareArguments(
  unshare: string,
): readonly string[] | undefined {
  return ways.find(
    (way) =>
      spawnSync(unshare, [...way, "true"], { timeout: 10_000 }).status === 0,
  );
}

/** The command line that enters the namespaces of a lab whose `unshare` has this process id. */
export function enterCommand(pid: number, way: readonly string[]): string {
  const users = way.includes("--user") ? " --user --preserve-credentials" : "";
  return `nsenter --target ${pid}${users} --net --mount`;
}
