import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { permissionPolicy } from "eks-workload-identity/modules/permission-policy";
import {
  jsonencode,
  template,
} from "eks-workload-identity/modules/terraform-text";

const app = new App();
const stack = new TerraformStack(app, "example");
new AwsProvider(stack, "aws", { region: "us-east-1" });

const policy = permissionPolicy([
  {
    actions: ["s3:GetObject"],
    resources: [
      "arn:aws:s3:::acme-reports/${aws:PrincipalTag/kubernetes-namespace}/*",
    ],
  },
]);
new IamRolePolicy(stack, "reports", {
  role: "reports",
  name: "permissions",
  // IAM's variables look like Terraform's: they are escaped once, here.
  policy: template(jsonencode(policy)),
});

app.synth();
