import { parseArn } from "../../policy-document";
import {
  expressionOf,
  subjectKey,
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
      const others = accountOfValue(association.targetRole);
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

/** A role that this plan makes is taken for one of the own account. */
function accountOfValue(value: Value): string | undefined {
  if (value.state === "unknown")
    return value.unknown.from.length > 0 &&
      value.unknown.from.every(({ address }) =>
        /(^|\.)aws_iam_role\.[^.]+$/.test(address),
      )
      ? "own"
      : undefined;
  return parseArn(textOf(value) ?? "")?.account;
}
