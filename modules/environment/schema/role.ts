import { flag, map, text } from "./field";
import { maxSessionDuration, rolePath } from "./forms";

export const role = map("The IAM role.", {
  name: text(
    "Default `<stack>-<workload>`. At most 64 characters, unique in the account ignoring case. Placeholders are replaced.",
  ).optional(),
  exclusivePermissions: flag(
    "When true, grants made elsewhere show in a plan and are taken away. Default false.",
  ).optional(),
  path: rolePath(
    "The role's IAM path. Default: `defaults.rolePath`. Placeholders are replaced.",
  ).optional(),
  permissionsBoundary: text(
    "ARN of the policy that bounds the role. Default: `defaults.permissionsBoundary`. Placeholders are replaced.",
  ).optional(),
  maxSessionDuration: maxSessionDuration(
    "Seconds that a session lasts at most. Default: IAM's, 3600.",
  ).optional(),
  description: text(
    "At most 1000 characters. Default: none. Placeholders are replaced.",
    "must be text of 1 to 1000 characters; use letters, digits, spaces, tabs, newlines and common symbols",
    /^[\t\n\r\u0020-\u007E\u00A1-\u00FF]{1,1000}$/,
  ).optional(),
});
