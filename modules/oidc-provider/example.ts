import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { OidcProvider } from "eks-workload-identity/modules/oidc-provider";

const app = new App();
const stack = new TerraformStack(app, "example");
new AwsProvider(stack, "aws", { region: "us-east-1" });

new OidcProvider(stack, "cluster", {
  issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
  audiences: ["sts.amazonaws.com"],
});

app.synth();
