import { isPositive, type ConditionEntry } from "../../access";
import type { Json } from "../../plan";
import { replaceExpressions } from "./expressions";
import { atItsWidest } from "./reference-values";

export interface LoosenedStatementProps {
  /** `Version` of the policy, as it has it. */
  readonly version: Json | undefined;
  readonly principal: Json;
  readonly actions: readonly string[];
  /** `Condition` of the statement, as it has it. */
  readonly condition: Json | undefined;
  readonly conditions: readonly ConditionEntry[];
}

/**
 * A policy of one statement that lets in all that the statement does and more, to put example requests to: of its
 * conditions it has those alone that name what is let in. One that names what isn't could name the example.
 */
export function loosenedStatement({
  version,
  principal,
  actions,
  condition,
  conditions,
}: LoosenedStatementProps): Json {
  const operators = new Map<string, Record<string, readonly string[]>>();
  for (const { operator, key, values } of conditions.filter(isPositive))
    operators.set(operator, {
      ...operators.get(operator),
      [key]: values.map((value) => withoutExpressions(operator, value)),
    });
  const isReadable =
    condition === undefined ||
    (typeof condition === "object" && !Array.isArray(condition));
  return {
    ...(version !== undefined && { Version: version }),
    Statement: [
      {
        Effect: "Allow",
        Principal: principal,
        Action: actions,
        Condition: isReadable ? Object.fromEntries(operators) : "unreadable",
      },
    ],
  };
}

/**
 * What Terraform only knows after the apply is no wildcard where wildcards don't count; where they do, it is one
 * unless its value can't hold any. A text that begins with it stays: it could be all that is compared.
 */
function withoutExpressions(operator: string, value: string): string {
  const isLike = /like/i.test(operator);
  if (isLike && value.startsWith("${")) return value;
  return replaceExpressions(
    isLike ? atItsWidest(value) : value,
    () => "expression",
  );
}
