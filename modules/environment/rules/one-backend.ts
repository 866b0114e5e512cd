import type { Rule } from "./support/rule";

export const oneBackend: Rule = {
  name: "one-backend",
  statement: "An environment has exactly one kind of backend.",
  reason:
    "Terraform keeps a state in one place; a second one would be ignored in silence.",
  source: "https://developer.hashicorp.com/terraform/language/backend",
  *check({ file }) {
    const kinds = Object.keys(file.backend);
    if (kinds.length !== 1)
      yield {
        path: ["backend"],
        rule: "must hold exactly one kind of backend",
        got: kinds.length === 0 ? file.backend : kinds.join(", "),
        fix: "keep one of local, s3, remote, gcs, azurerm, http, pg, consul",
      };
  },
};
