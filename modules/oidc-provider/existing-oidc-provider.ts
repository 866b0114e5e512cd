import { DataAwsIamOpenidConnectProvider } from "@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider";
import { Fn, ref, type IResolvable, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { template } from "../terraform-text";

/** The IAM OIDC provider of one cluster, made elsewhere. */
export interface ExistingOidcProviderProps {
  /** The cluster's OIDC issuer URL. */
  readonly issuer: string;
  /** The audiences that it must accept. @default sts.amazonaws.com */
  readonly audiences?: readonly string[];
}

/**
 * Looks up a cluster's IAM OIDC provider. A plan fails where there is none, or where it lacks an
 * audience: roles that trust it would then exist and let nobody in.
 */
export class ExistingOidcProvider extends Construct {
  readonly dependable: ITerraformDependable;

  constructor(scope: Construct, id: string, props: ExistingOidcProviderProps) {
    super(scope, id);
    this.dependable = new DataAwsIamOpenidConnectProvider(this, "provider", {
      url: template(props.issuer),
      lifecycle: {
        postcondition: (props.audiences ?? ["sts.amazonaws.com"]).map(
          (audience) => ({
            // Fn escapes the text that it is given.
            condition: Fn.contains(
              ref("self.client_id_list"),
              audience,
            ) as IResolvable,
            errorMessage: template(
              `The OIDC provider of ${props.issuer} does not accept the audience ${audience}. Add it to the provider's client ids.`,
            ),
          }),
        ),
      },
    });
  }
}
