import * as z from "zod";
import { map, named, oneOf, text, wholeNumber } from "./field";

/** A name that is a legal Terraform address: environments, clusters, workloads. */
export const namePattern = /^[a-z][a-z0-9-]*$/;

export const name = z.string().regex(namePattern, {
  error:
    "must be a lower-case name; start with a letter and use letters, digits and hyphens",
});

export const accountId = (description: string) =>
  text(
    description,
    'must be an AWS account id, 12 digits as text; put it in quotes, as in "111122223333"',
    /^\d{12}$/,
  );

export const region = (description: string) =>
  text(
    description,
    "must be an AWS region; write it as in us-east-1",
    /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
  );

export const assumeRole = (description: string, roleArn: string) =>
  map(description, {
    roleArn: text(roleArn),
    externalId: text(
      "External id that the role's trust policy asks for. It is no secret: it stands in the configuration.",
      "must be an external id of 2 to 1224 characters; use letters, digits and +=,.@:/_-",
      /^[\w+=,.@:/-]{2,1224}$/,
    ).optional(),
  });

export const identity = (description: string) =>
  oneOf(description, ["irsa", "pod-identity"]);

export const owner = (description: string) =>
  oneOf(description, ["terraform", "manifest", "external"]);

export const serviceAccountOwner = owner(
  "Who makes the service account. `terraform`: the stack. `manifest`: a YAML file beside the stack, for GitOps. `external`: someone else, such as a Helm chart. Default `terraform`.",
);

export const tags = (description: string) =>
  named(
    description,
    z.string().regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]{1,128}$/u, {
      error:
        "must be a tag key of 1 to 128 characters; use letters, digits, spaces and _.:/=+-@",
    }),
    z
      .string({
        error: "must be a tag value, as text; put it in quotes",
      })
      .max(1024, {
        error:
          "must be a tag value of at most 1024 characters, and at most 256 once placeholders are replaced; shorten it",
      }),
    { example: "team: payments" },
  );

export const maxSessionDuration = (description: string) =>
  wholeNumber(description, 3600, 43200);
export const rolePath = (description: string) =>
  text(
    description,
    "must be an IAM path; start and end it with a slash, as in /workloads/",
    /^\/([\w+=,.@{}-]+\/)*$/,
  );
