import { KubernetesProvider } from "@cdktf/provider-kubernetes/lib/provider";
import { App, TerraformStack } from "cdktf";
import {
  ServiceAccount,
  irsaAnnotations,
} from "eks-workload-identity/modules/service-account";

const app = new App();
const stack = new TerraformStack(app, "example");
new KubernetesProvider(stack, "kubernetes", { configPath: "~/.kube/config" });

new ServiceAccount(stack, "echo", {
  namespace: "echo",
  name: "aws-sa",
  annotations: irsaAnnotations({
    roleArn: "arn:aws:iam::111122223333:role/echo",
  }),
});

app.synth();
