import { parseArn } from "../../policy-document";
import {
  expressionOf,
  subjectKey,
  type AccessState,
  type Association,
  type Value,
} from "../access";
import type { FlagRule } from "./support/rule";

export const targetRole: FlagRule = {
  id: "target-role",
  severity: "high",
  reason:
    "The pods get what the target role may do, which another account can change without this plan.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-assign-target-role.html",
  *find({ plan, rows }) {
    const earlier = new Set(plan.before.associations.map(signature));
    for (const association of plan.after.associations) {
      const target = textOf(association.targetRole);
      if (target === undefined || earlier.has(signature(association))) continue;
      const key = subjectKey(association);
      const own =
        accountOf(association) ??
        plan.resources.get(association.address)?.account;
      const others = accountOfValue(association, plan.after);
      const isOwn = others === "own" || (own !== undefined && others === own);
      yield {
        message: `${key} gets the target role ${target}${isOwn ? "" : own !== undefined && others !== undefined ? ` of the account ${others}` : ", which may be another account's"}`,
        severity: isOwn ? "medium" : "high",
        address: association.address,
        rows: rows.filter(({ about }) => about === key),
      };
    }
  },
};

function signature(association: Association): string {
  return JSON.stringify([
    association.cluster,
    subjectKey(association),
    textOf(association.targetRole) ?? null,
  ]);
}

function textOf(value: Value): string | undefined {
  switch (value.state) {
    case "absent":
      return undefined;
    case "unknown":
      return expressionOf(value.unknown);
    case "sensitive":
      return "(sensitive)";
    case "known":
      return typeof value.value === "string"
        ? value.value
        : JSON.stringify(value.value);
  }
}

/** An association's role is in its cluster's account. */
function accountOf({ arn, role }: Association): string | undefined {
  return parseArn(arn ?? textOf(role) ?? "")?.account;
}

/** A role that this plan makes is taken for one of the own account, where its provider is the association's. */
function accountOfValue(
  { targetRole, provider }: Association,
  { roles }: AccessState,
): string | undefined {
  if (targetRole.state === "unknown") {
    const { from, unresolved } = targetRole.unknown;
    return from.length > 0 &&
      unresolved !== true &&
      from.every(({ address }) => {
        const role = roles.get(address);
        return role?.kind === "role" && role.provider === provider;
      })
      ? "own"
      : undefined;
  }
  return parseArn(textOf(targetRole) ?? "")?.account;
}
