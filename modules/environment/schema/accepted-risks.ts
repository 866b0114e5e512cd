import { list, map, text } from "./field";
import { name } from "./forms";

export const acceptedRisks = list(
  "Risks of the identity review that somebody accepted. They stay visible. One counts only where the base branch's file has it already, so that nobody accepts a change of their own.",
  map("One accepted risk.", {
    id: text(
      "The risk's name, as the review shows it.",
      "must be a risk's name; write it as the review does, as in wildcard-subject",
      /^[a-z][a-z0-9-]*$/,
    ),
    workload: name.describe(
      "The workload: the name of the role's address, as in `echo` for `aws_iam_role.echo`; `cluster` for what belongs to the whole cluster.",
    ),
    reason: text("Why it is accepted, for those who read the review."),
    until: text(
      "The last day on which it counts, in UTC. Default: for ever.",
      'must be a day; write it as in "2027-01-31"',
      /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    ).optional(),
  }),
);
