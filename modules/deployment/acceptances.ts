import { spawnSync } from "node:child_process";
import { readAcceptedRisks, type Environment } from "../environment";
import { countingAcceptances, type AcceptedRisk } from "../review";

export interface AcceptancesProps {
  readonly environment: Environment;
  /** The project's folder, in a git repository. */
  readonly project: string;
  /** The branch that the change goes into, as git names it, such as `origin/main`. */
  readonly base: string;
  /** `YYYY-MM-DD`, in UTC. */
  readonly today: string;
}

export interface Acceptances {
  readonly counting: readonly AcceptedRisk[];
  /** What a person must know: which acceptances don't count, and why. */
  readonly warnings: readonly string[];
}

/**
 * The accepted risks of an environment that count: those that the base branch's file has too, in the same words.
 * Where it can't be read, none counts.
 */
export function acceptancesOf(props: AcceptancesProps): Acceptances {
  const { environment, base, today } = props;
  const head = environment.acceptedRisks;
  if (head.length === 0) return { counting: [], warnings: [] };
  const text = fileOfBase(props);
  const known = text === undefined ? undefined : readAcceptedRisks(text);
  if (known === undefined)
    return {
      counting: [],
      warnings: [
        `NO ACCEPTED RISK COUNTS: environments/${environment.name}.yaml of the base branch ${JSON.stringify(base)} can't be read; fetch it, or name another one by --base`,
      ],
    };
  const counting = countingAcceptances({ base: known, head, today });
  return {
    counting,
    warnings: head
      .filter((risk) => !counting.includes(risk))
      .map(
        ({ id, workload, until }) =>
          `the acceptance of ${id} for ${workload} doesn't count: ${until !== undefined && until < today ? `it ended on ${until}` : `the base branch ${JSON.stringify(base)} doesn't have it`}`,
      ),
  };
}

/** By `cat-file`: `git show` would run what the repository's attributes ask for. */
function fileOfBase({
  environment,
  project,
  base,
}: AcceptancesProps): string | undefined {
  if (!/^\w[\w./@{}^~-]*$/.test(base)) return undefined;
  const { status, stdout } = spawnSync(
    "git",
    ["cat-file", "blob", `${base}:./environments/${environment.name}.yaml`],
    { cwd: project, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  return status === 0 ? stdout : undefined;
}
