import { list, map, text } from "./field";

/**
 * A name in a Terraform address, such as `echo`, or a whole address: identifiers with dots between them, and keys of
 * `count` and `for_each` in brackets, those of `for_each` quoted as Terraform prints them, in printable ASCII.
 *
 * @see https://developer.hashicorp.com/terraform/cli/state/resource-addressing
 */
const resourceName = text(
  "What has the risk: the Terraform address, or the name in it as in `echo` of `aws_iam_role.echo`, of the role; of the resource where no role has it. One in a module or of several is named by its whole address.",
  "must be a name in a Terraform address, or an address of at most 1024 characters; write it as in echo, or as in 'module.team.aws_iam_role.echo[\"a\"]'",
  /^(?=.{1,1024}$)[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*|\[\d+\]|\["([ !#-[\]-~]|\\[!-~])*"\])*$/,
);

export const acceptedRisks = list(
  "Risks of the identity review that somebody accepted. They stay visible. One counts only where the base branch's file has it already, so that nobody accepts a change of their own.",
  map("One accepted risk.", {
    id: text(
      "The risk's name, as the review shows it.",
      "must be a risk's name; write it as the review does, as in trust-wildcard-subject",
      /^[a-z][a-z0-9-]*$/,
    ),
    workload: resourceName,
    reason: text("Why it is accepted, for those who read the review."),
    until: text(
      "The last day on which it counts, in UTC. Default: for ever.",
      'must be a day; write it as in "2027-01-31"',
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    ).optional(),
  }),
);
