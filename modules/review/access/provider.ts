import type { ReducedResource } from "../plan";
import { existsAt, textAt, type Stage } from "./value";

/** An IAM OIDC provider of a plan at one time. */
export interface Provider {
  readonly address: string;
  /** Its ARN, or the expression by which documents name it while the ARN isn't known. */
  readonly arn: string;
  /** Its URL without `https://`; undefined where that isn't known. */
  readonly host?: string;
  readonly audiences: readonly string[];
}

export function providersAt(
  resources: Iterable<ReducedResource>,
  stage: Stage,
): readonly Provider[] {
  return [...resources]
    .filter(
      (resource) =>
        resource.type === "aws_iam_openid_connect_provider" &&
        existsAt(resource, stage),
    )
    .map((resource) => {
      const arn = textAt(resource, stage, "arn");
      const url = textAt(resource, stage, "url");
      const host = url?.replace(/^https:\/\//, "") ?? hostOfArn(arn ?? "");
      const audiences = [...Array(100).keys()].flatMap((index) => {
        const one = textAt(resource, stage, "client_id_list", index);
        return one === undefined ? [] : [one];
      });
      return {
        address: resource.address,
        arn: arn ?? `\${${resource.address}.arn}`,
        ...(host !== undefined && { host }),
        audiences,
      };
    });
}

/** The issuer without `https://` of an OIDC provider's ARN. */
export function hostOfArn(arn: string): string | undefined {
  return /^arn:[^:]+:iam::[^:]*:oidc-provider\/(.+)$/.exec(arn)?.[1];
}
