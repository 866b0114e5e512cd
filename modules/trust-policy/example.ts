import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { irsaTrustPolicy } from "eks-workload-identity/modules/trust-policy";

const app = new App();
const stack = new TerraformStack(app, "example");
new AwsProvider(stack, "aws", { region: "us-east-1" });

const trustPolicy = irsaTrustPolicy({
  partition: "aws",
  account: "111122223333",
  issuer: "https://oidc.eks.us-east-1.amazonaws.com/id/EXAMPLE",
  serviceAccounts: [{ namespace: "echo", name: "aws-sa" }],
});
new IamRole(stack, "echo", {
  name: "echo",
  assumeRolePolicy: JSON.stringify(trustPolicy),
});

app.synth();
