import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  PodIdentityAgent,
  PodIdentityAssociation,
} from "eks-workload-identity/modules/association";

const app = new App();
const stack = new TerraformStack(app, "example");
new AwsProvider(stack, "aws", { region: "us-east-1" });

const agent = new PodIdentityAgent(stack, "agent", { clusterName: "prod-us" });
new PodIdentityAssociation(stack, "reports", {
  clusterName: "prod-us",
  namespace: "reports",
  serviceAccount: "reporter",
  roleArn: "arn:aws:iam::111122223333:role/reports",
  dependsOn: [agent.dependable],
});

app.synth();
