import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { App, TerraformOutput } from "cdktf";
import { join } from "node:path";
import type { Cluster, Environment } from "../../modules/environment";
import { ClusterStack } from "../../modules/stack";
import { IrsaWorkload } from "../../modules/workload";
import { environmentFields, issuer } from "../support/environment-fields";
import { loadFields } from "../support/load";
import { temporaryFolder } from "../support/temporary-folder";

function buildStack(
  environment: Environment,
  change: (cluster: Cluster) => Cluster = (cluster) => cluster,
): { readonly app: App; readonly stack: ClusterStack } {
  const [cluster] = environment.clusters;
  if (cluster === undefined) throw new Error("no cluster");
  const app = new App({
    outdir: join(temporaryFolder(), "cdktf.out"),
    stackTraces: false,
  });
  return {
    app,
    stack: new ClusterStack(app, { environment, cluster: change(cluster) }),
  };
}

describe("a duplicate address", () => {
  it("is an error that names both constructs, and not a silent loss", async () => {
    const { app, stack } = buildStack(await loadFields(environmentFields()));
    new IrsaWorkload(stack, "echo", {
      partition: "aws",
      account: "111122223333",
      issuer: issuer("us"),
      role: { name: "another" },
      serviceAccounts: [{ namespace: "a", name: "b", owner: "external" }],
    });
    expect(() => {
      app.synth();
    }).toThrow(
      "duplicate address aws_iam_role.echo: test-us/workload-echo/identity/role and test-us/echo/identity/role",
    );
  });

  it("is seen among outputs and data sources", async () => {
    const { app, stack } = buildStack(await loadFields(environmentFields()));
    new DataAwsEksCluster(stack, "workload-cluster", { name: "other" });
    new TerraformOutput(stack, "workload-workloads", { value: "other" });
    expect(() => {
      app.synth();
    }).toThrow(
      /duplicate address data\.aws_eks_cluster\.cluster: [^]*duplicate address output\.workloads: /,
    );
  });

  it("is no error between types", async () => {
    const { app } = buildStack(await loadFields(environmentFields()));
    expect(() => {
      app.synth();
    }).not.toThrow();
  });
});

describe("a stack of a model that no file could give", () => {
  it("refuses IRSA without an issuer, by the stack and the workload", async () => {
    const environment = await loadFields(environmentFields());
    expect(() =>
      buildStack(environment, (cluster) => {
        const changed: { -readonly [Key in keyof Cluster]: Cluster[Key] } = {
          ...cluster,
        };
        delete changed.issuer;
        return changed;
      }),
    ).toThrow(
      "test-us: workload echo uses IRSA, and the cluster has no issuer",
    );
  });
});
