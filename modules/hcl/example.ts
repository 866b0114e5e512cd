import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { HclSynthesizer } from "eks-workload-identity/modules/hcl";

const app = new App();
const stack = new TerraformStack(app, "roles");
stack.synthesizer = new HclSynthesizer(stack);

new LocalBackend(stack, { path: "roles.tfstate" });
new AwsProvider(stack, "aws", { region: "us-east-1" });
new IamRole(stack, "role", {
  name: "reader",
  assumeRolePolicy:
    '{"Statement":[{"Action":"sts:AssumeRole","Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"}}],"Version":"2012-10-17"}',
});

app.synth();
