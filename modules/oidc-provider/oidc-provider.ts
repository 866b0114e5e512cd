import { IamOpenidConnectProvider } from "@cdktf/provider-aws/lib/iam-openid-connect-provider";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { template, templateMap } from "../terraform-text";

/** The IAM OIDC provider of one cluster. */
export interface OidcProviderProps {
  /** The cluster's OIDC issuer URL: https, at most 255 characters, no port, query or trailing slash. */
  readonly issuer: string;
  /** The audiences of tokens that it accepts, at most 100. @default sts.amazonaws.com */
  readonly audiences?: readonly string[];
  /** @default none */
  readonly tags?: Readonly<Record<string, string>>;
}

/**
 * Registers a cluster's issuer in IAM, so that roles can trust its tokens.
 *
 * No thumbprint is set: IAM checks the issuer's certificate against its own trusted roots.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
 */
export class OidcProvider extends Construct {
  /** What roles' service accounts should wait for. */
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: OidcProviderProps) {
    super(scope, id);
    const tags = templateMap(props.tags);
    this.dependable = new IamOpenidConnectProvider(this, "provider", {
      url: template(props.issuer),
      clientIdList: (props.audiences ?? ["sts.amazonaws.com"]).map(template),
      ...(tags && { tags }),
    });
  }
}
