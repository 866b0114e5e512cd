import { listOf, type ReducedResource } from "../plan";
import { existsAt, textAt, valueAt, type Stage } from "./value";

/** Which policies of roles are managed by resources of their own, not by the role's arguments. */
export interface PolicyManagement {
  /** Policies, by inline name or ARN, that resources of the plan put on roles before the apply. */
  readonly managedBefore: ReadonlySet<string>;
  /**
   * What the resources that take away everything else leave on a role, by its name or address; undefined where
   * there is none, and where it isn't known.
   */
  readonly exclusive: ReadonlyMap<
    string,
    {
      readonly names?: readonly string[];
      readonly arns?: readonly string[];
    }
  >;
}

/**
 * What the resources of a plan manage on its roles.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policies_exclusive
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role_policy_attachments_exclusive
 */
export function policyManagementAt(
  list: readonly ReducedResource[],
  stage: Stage,
): PolicyManagement {
  const managedBefore = new Set<string>();
  const exclusive = new Map<
    string,
    { names?: readonly string[]; arns?: readonly string[] }
  >();
  for (const resource of list) {
    const attribute = {
      aws_iam_role_policy: "name",
      aws_iam_role_policy_attachment: "policy_arn",
    }[resource.type];
    const nameOrArn =
      attribute === undefined
        ? undefined
        : textAt(resource, "before", attribute);
    if (nameOrArn !== undefined)
      managedBefore.add(
        managedKey(textAt(resource, "before", "role"), nameOrArn),
      );
    const names = resource.type === "aws_iam_role_policies_exclusive";
    if (
      (!names &&
        resource.type !== "aws_iam_role_policy_attachments_exclusive") ||
      !existsAt(resource, stage)
    )
      continue;
    const role = valueAt(resource, stage, "role_name");
    const key =
      role.state === "unknown"
        ? role.unknown.from[0]?.address
        : textAt(resource, stage, "role_name");
    const left = valueAt(
      resource,
      stage,
      names ? "policy_names" : "policy_arns",
    );
    if (key === undefined || left.state !== "known") continue;
    const values = listOf(left.value).filter((one) => typeof one === "string");
    exclusive.set(key, {
      ...exclusive.get(key),
      ...(names ? { names: values } : { arns: values }),
    });
  }
  return { managedBefore, exclusive };
}

/** The key of `managedBefore`: the role's name, and the inline policy's name or the managed one's ARN. */
export function managedKey(
  role: string | undefined,
  nameOrArn: string,
): string {
  return `${role ?? ""}\n${nameOrArn}`;
}
