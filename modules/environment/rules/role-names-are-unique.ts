import type { Environment, Workload } from "../model";
import type { Rule } from "./support/rule";

export const roleNamesAreUnique: Rule = {
  name: "role-names-are-unique",
  statement:
    "A role's name is used once in an account, ignoring case, whatever its path; the roles that retired clusters still have to destroy count.",
  reason:
    "IAM has one role of a name: the second stack would fail, or take the first one's role over. A role that a retired stack destroys goes by its name: made anew before that, it fails; taken over, it is lost.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html",
  *check(context) {
    const taken = new Map<string, Owner[]>();
    for (const owner of context.others.flatMap(ownersOf)) take(taken, owner);
    for (const owner of ownersOf(context.environment)) {
      // Two retired ones only destroy.
      const first = take(taken, owner).find(
        ({ retired }) => !retired || !owner.retired,
      );
      if (first === undefined) continue;
      const { name, role } = owner.workload;
      const path = context.firstWritten(
        ["workloads", name, "role", "name"],
        ["workloads", name],
      );
      yield {
        path,
        ...(path.length === 2 && { at: "key" as const }),
        rule: `a role's name is used once in account ${owner.account}, ignoring case, and workload ${first.workload.name} on ${first.retired ? "retired " : ""}cluster ${first.cluster} of ${first.environment} has it`,
        got: role.name,
        fix:
          first.retired || owner.retired
            ? "deploy the retired cluster and take its entry out first, or choose another name"
            : "add {cluster} or {environment} to role.name, or choose another",
      };
    }
  },
};

interface Owner {
  readonly environment: string;
  readonly cluster: string;
  readonly account: string;
  readonly partition: string;
  /** Whether its next deploy destroys the role. */
  readonly retired: boolean;
  readonly workload: Workload;
}

function ownersOf({ name, clusters }: Environment): readonly Owner[] {
  return clusters.flatMap(({ key, account, partition, ...cluster }) =>
    (cluster.destroys ?? cluster).workloads.map((workload) => ({
      environment: name,
      cluster: key,
      account,
      partition,
      retired: cluster.retired,
      workload,
    })),
  );
}

/** Adds an owner to those of its role's name, and gives those that were there. */
function take(taken: Map<string, Owner[]>, owner: Owner): readonly Owner[] {
  const { partition, account, workload } = owner;
  const id = `${partition} ${account} ${workload.role.name.toLowerCase()}`;
  const there = taken.get(id) ?? [];
  taken.set(id, [...there, owner]);
  return there;
}
