import { identityPatch } from "../../lab/kubernetes/identity-patch";
import { injectIdentity } from "../../lab/pods/identity-webhook";

function pod() {
  return {
    metadata: { labels: { app: "echo" } },
    spec: {
      serviceAccountName: "aws-sa",
      containers: [
        { name: "echo", env: [{ name: "AWS_REGION", value: "eu-north-1" }] },
      ],
    },
  };
}

function identity(isAssociated: boolean) {
  const injected = injectIdentity({
    annotations: {
      "eks.amazonaws.com/role-arn": "arn:aws:iam::111122223333:role/echo",
    },
    isAssociated,
    region: "us-east-1",
  });
  if (injected === undefined) throw new Error("nothing is injected");
  return injected;
}

describe("the identity webhook's patch", () => {
  it("gives an IRSA pod variables and a token for STS, and overrides none of its own variables", () => {
    expect(identityPatch(pod(), identity(false))).toEqual([
      {
        op: "add",
        path: "/spec/volumes",
        value: [
          {
            name: "aws-iam-token",
            projected: {
              sources: [
                {
                  serviceAccountToken: {
                    audience: "sts.amazonaws.com",
                    expirationSeconds: 86400,
                    path: "token",
                  },
                },
              ],
            },
          },
        ],
      },
      {
        op: "add",
        path: "/spec/containers",
        value: [
          {
            name: "echo",
            env: [
              { name: "AWS_REGION", value: "eu-north-1" },
              {
                name: "AWS_ROLE_ARN",
                value: "arn:aws:iam::111122223333:role/echo",
              },
              { name: "AWS_DEFAULT_REGION", value: "us-east-1" },
              { name: "AWS_STS_REGIONAL_ENDPOINTS", value: "regional" },
              {
                name: "AWS_WEB_IDENTITY_TOKEN_FILE",
                value:
                  "/var/run/secrets/eks.amazonaws.com/serviceaccount/token",
              },
            ],
            volumeMounts: [
              {
                name: "aws-iam-token",
                mountPath: "/var/run/secrets/eks.amazonaws.com/serviceaccount",
                readOnly: true,
              },
            ],
          },
        ],
      },
    ]);
  });

  it("gives a Pod Identity pod a token for the agent and a label, and no role", () => {
    const operations = identityPatch(pod(), identity(true));

    expect(operations.map(({ path }) => path)).toEqual([
      "/spec/volumes",
      "/spec/containers",
      "/metadata/labels",
    ]);
    expect(operations[2]?.value).toEqual({
      app: "echo",
      "eks.amazonaws.com/pod-identity": "enabled",
    });
    expect(operations[1]?.value).toEqual([
      {
        name: "echo",
        env: [
          { name: "AWS_REGION", value: "eu-north-1" },
          {
            name: "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            value: "http://169.254.170.23/v1/credentials",
          },
          {
            name: "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            value:
              "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount/eks-pod-identity-token",
          },
        ],
        volumeMounts: [
          {
            name: "eks-pod-identity-token",
            mountPath: "/var/run/secrets/pods.eks.amazonaws.com/serviceaccount",
            readOnly: true,
          },
        ],
      },
    ]);
  });

  it("keeps init containers and volumes that are there", () => {
    const own = { name: "cache" };
    const operations = identityPatch(
      {
        ...pod(),
        spec: {
          ...pod().spec,
          volumes: [own],
          initContainers: [{ name: "first" }],
        },
      },
      identity(false),
    );

    expect(operations[0]?.value).toEqual([
      own,
      expect.objectContaining({ name: "aws-iam-token" }),
    ]);
    expect(operations[2]).toEqual({
      op: "add",
      path: "/spec/initContainers",
      value: [expect.objectContaining({ name: "first" })],
    });
  });
});
