import { parseArn } from "../../policy-document";
import type { AssumeRoleRequest } from "./assume-role-request";
import { isJsonObject, readStrings } from "./json-value";
import { anyOf, type Truth } from "./truth";

type Caller = AssumeRoleRequest["principal"];

/**
 * Whether a statement's `Principal` includes the caller. `"*"` and `{"AWS": "*"}` are the same and
 * include every IAM user and role. Whether they also include service principals and federated
 * identities in a trust policy isn't documented, so that is unknown. Other wildcards aren't allowed in
 * principals, and are unknown too.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function principalIncludes(principal: unknown, caller: Caller): Truth {
  if (principal === "*") return awsPrincipalIs("*", caller);
  if (!isJsonObject(principal) || Object.keys(principal).length === 0)
    return "unknown";
  return anyOf(
    Object.entries(principal).flatMap(([kind, values]) => {
      const list = readStrings(values);
      if (!list) return ["unknown" as const];
      return list.map((value) => principalIs(kind, value, caller));
    }),
  );
}

function principalIs(kind: string, value: string, caller: Caller): Truth {
  if (kind === "AWS") return awsPrincipalIs(value, caller);
  if (kind !== "Service" && kind !== "Federated") return "unknown";
  if (kind !== caller.kind) return false;
  return value.includes("*") ? "unknown" : value === caller.value;
}

/**
 * An account, written as its root's ARN or its 12 digits, stands for every user and role in it: the
 * trust policy then leaves it to the account to say which of them may call STS, and has no more to say
 * itself. Unknown where the caller or the principal is neither an IAM user nor an IAM role: a session's
 * ARN has lost the role's path, and a unique id can't be told from here.
 */
function awsPrincipalIs(value: string, caller: Caller): Truth {
  if (caller.kind !== "AWS") return value.includes("*") ? "unknown" : false;
  if (value === "*" || value === caller.value) return true;
  const callerArn = parseArn(caller.value);
  if (!callerArn || !isUserOrRole(caller.value)) return "unknown";
  const [, partition = callerArn.partition, ofRoot, digits] =
    /^(?:arn:([^:]+):iam::(\d{12}):root|(\d{12}))$/.exec(value) ?? [];
  const account = ofRoot ?? digits;
  if (account !== undefined)
    return account === callerArn.account && partition === callerArn.partition;
  return isUserOrRole(value) ? false : "unknown";
}

function isUserOrRole(arn: string): boolean {
  return /^arn:[^:*?]+:iam::\d{12}:(?:user|role)\/[^:*?]+$/.test(arn);
}
