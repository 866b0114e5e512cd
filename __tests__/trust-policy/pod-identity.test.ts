import {
  parseClusterArn,
  podIdentityTrustPolicy,
  type PodIdentityTrustPolicyProps,
} from "../../modules/trust-policy";

const clusterArn = "arn:aws:eks:us-east-1:111122223333:cluster/prod-us";

function props(
  overrides: Partial<PodIdentityTrustPolicyProps> = {},
): PodIdentityTrustPolicyProps {
  return {
    clusterArn,
    serviceAccounts: [{ namespace: "echo", name: "aws-sa" }],
    ...overrides,
  };
}

function documentOf(
  ...conditions: readonly Readonly<Record<string, string>>[]
): Readonly<Record<string, unknown>> {
  return {
    Version: "2012-10-17",
    Statement: conditions.map((condition) => ({
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: { StringEquals: condition },
    })),
  };
}

describe("podIdentityTrustPolicy", () => {
  it("trusts one service account by the session tags of cluster, namespace and name", () => {
    expect(podIdentityTrustPolicy(props())).toEqual(
      documentOf({
        "aws:RequestTag/eks-cluster-arn": clusterArn,
        "aws:RequestTag/kubernetes-namespace": "echo",
        "aws:RequestTag/kubernetes-service-account": "aws-sa",
      }),
    );
  });

  it("gives each service account of a list a statement, so that nothing is crossed", () => {
    const serviceAccounts = [
      { namespace: "jobs", name: "b" },
      { namespace: "echo", name: "a" },
    ];
    expect(podIdentityTrustPolicy(props({ serviceAccounts }))).toEqual(
      documentOf(
        {
          "aws:RequestTag/eks-cluster-arn": clusterArn,
          "aws:RequestTag/kubernetes-namespace": "jobs",
          "aws:RequestTag/kubernetes-service-account": "b",
        },
        {
          "aws:RequestTag/eks-cluster-arn": clusterArn,
          "aws:RequestTag/kubernetes-namespace": "echo",
          "aws:RequestTag/kubernetes-service-account": "a",
        },
      ),
    );
  });

  it("trusts the cluster alone where session tags are off", () => {
    const serviceAccounts = [
      { namespace: "jobs", name: "b" },
      { namespace: "echo", name: "a" },
    ];
    expect(
      podIdentityTrustPolicy(props({ serviceAccounts, sessionTags: false })),
    ).toEqual(
      documentOf({
        "aws:SourceAccount": "111122223333",
        "aws:SourceArn": clusterArn,
      }),
    );
  });

  it.each([
    "arn:aws-cn:eks:cn-north-1:111122223333:cluster/prod-cn",
    "arn:aws-us-gov:eks:us-gov-west-1:111122223333:cluster/prod-gov",
  ])("pins %s, whatever the partition", (arn) => {
    expect(podIdentityTrustPolicy(props({ clusterArn: arn }))).toEqual(
      documentOf({
        "aws:RequestTag/eks-cluster-arn": arn,
        "aws:RequestTag/kubernetes-namespace": "echo",
        "aws:RequestTag/kubernetes-service-account": "aws-sa",
      }),
    );
  });

  it("refuses an empty list", () => {
    expect(() =>
      podIdentityTrustPolicy(props({ serviceAccounts: [] })),
    ).toThrow("a trust policy needs at least one service account");
  });

  it.each([true, false])(
    "refuses a wildcard as a namespace, session tags %j",
    (sessionTags) => {
      const serviceAccounts = [{ namespace: "*", name: "aws-sa" }];
      expect(() =>
        podIdentityTrustPolicy(props({ serviceAccounts, sessionTags })),
      ).toThrow('not a Kubernetes namespace: "*"');
    },
  );

  it("refuses a wildcard in a name", () => {
    const serviceAccounts = [{ namespace: "echo", name: "aws-*" }];
    expect(() => podIdentityTrustPolicy(props({ serviceAccounts }))).toThrow(
      'not a service account\'s name: "aws-*"; a pattern goes into namePattern',
    );
  });

  it.each([
    "prod-us",
    "arn:aws:eks:us-east-1:111122223333:cluster/*",
    "arn:aws:eks:us-east-1:111122223333:cluster/",
    "arn:aws:eks:us-east-1:111122223333:cluster/-a",
    "arn:aws:eks:us-east-1:111122223333:cluster/a/b",
    "arn:aws:eks:us-east-1:*:cluster/prod-us",
    "arn:aws:eks:*:111122223333:cluster/prod-us",
    "arn:*:eks:us-east-1:111122223333:cluster/prod-us",
    "arn:aws:eks::111122223333:cluster/prod-us",
    "arn:aws:eks:us-east-1::cluster/prod-us",
    "arn:aws:ecs:us-east-1:111122223333:cluster/prod-us",
    "arn:aws:eks:us-east-1:111122223333:podidentityassociation/prod-us/a",
  ])("refuses %s as a cluster", (arn) => {
    expect(() => podIdentityTrustPolicy(props({ clusterArn: arn }))).toThrow(
      `not an EKS cluster's ARN: ${JSON.stringify(arn)}; write it as in arn:aws:eks:us-east-1:111122223333:cluster/prod-us`,
    );
  });
});

describe("parseClusterArn", () => {
  it("takes a cluster's ARN apart", () => {
    expect(
      parseClusterArn("arn:aws-cn:eks:cn-north-1:111122223333:cluster/a_B-1"),
    ).toEqual({ partition: "aws-cn", account: "111122223333", name: "a_B-1" });
  });
});
