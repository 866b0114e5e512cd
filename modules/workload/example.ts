import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { PodIdentityWorkload } from "eks-workload-identity/modules/workload";

const app = new App();
const stack = new TerraformStack(app, "example");
new AwsProvider(stack, "aws", { region: "us-east-1" });

new PodIdentityWorkload(stack, "reports", {
  clusterArn: "arn:aws:eks:us-east-1:111122223333:cluster/prod-us",
  role: { name: "prod-us-reports" },
  permissions: {
    statements: [
      {
        actions: ["s3:GetObject"],
        resources: ["arn:aws:s3:::acme-reports/*"],
      },
    ],
  },
  serviceAccounts: [
    { namespace: "reports", name: "reporter", owner: "external" },
  ],
});

app.synth();
