import type { ReferenceStep } from "./reference";
import type { ValuePath } from "./reduced-plan";

/** Arguments that name one resource, or several, by the type that they name: by its name or its ARN. */
const argumentTypes: readonly (readonly [RegExp, string])[] = [
  [
    /^(?:.+_)?roles?(?:_name|_arn)?$|^eks\.amazonaws\.com\/role-arn$/,
    "aws_iam_role",
  ],
  [/^(?:users?|user_name)$/, "aws_iam_user"],
  [/^(?:groups?|group_name)$/, "aws_iam_group"],
  [/^(?:policy_arn|managed_policy_arns)$/, "aws_iam_policy"],
];

/** The type of the resource that the value at a path names; undefined where it may be anything. */
export function typeNamedAt(path: ValuePath): string | undefined {
  const name = path.filter((step) => typeof step === "string").at(-1) ?? "";
  return argumentTypes.find(([pattern]) => pattern.test(name))?.[1];
}

/** Attributes by which resources of AWS and Kubernetes say of themselves who, where or what they are. */
const ownAttribute =
  /^(?:.+_)?(?:arn|id|name|url|endpoint|path|region|date|json)$/;

/**
 * Whether a reference may be the name or ARN of a resource of a type, or that resource as a whole: other resources of
 * AWS and Kubernetes are called otherwise, and an attribute such as `role` of theirs names one.
 *
 * @param steps of a reference to a resource or a data source
 */
export function mayName(
  type: string,
  steps: readonly ReferenceStep[],
): boolean {
  const [own, , ...attributes] =
    steps[0]?.name === "data" ? steps.slice(1) : steps;
  const ownType = own?.name ?? "";
  if (ownType === type || !/^(?:aws|kubernetes)_/.test(ownType)) return true;
  const last = attributes.at(-1)?.name;
  if (last === undefined) return !/^aws_(?:iam|eks)_/.test(ownType);
  return !ownAttribute.test(last) || typeNamedAt([last]) === type;
}
