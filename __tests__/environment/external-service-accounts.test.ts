import { externalServiceAccounts } from "../../modules/environment";
import { loadFiles } from "../support/load";

test("service accounts of owner external that use IRSA need an annotation, and no others do", async () => {
  const [environment] = await loadFiles({
    "prod.yaml": `
account: "111122223333"
backend: { local: {} }
clusters:
  us: { region: us-east-1, issuer: https://oidc.example.com/us }
workloads:
  chart:
    serviceAccount:
      - { namespace: a, name: chart, owner: external }
      - { namespace: a, namePattern: run-*, owner: external }
      - a/own
    identity: irsa
    irsa: { audience: x, tokenExpirationSeconds: 600, regionalSts: false }
  pod:
    serviceAccount: { namespace: b, name: pod, owner: external }
    identity: pod-identity
`,
  });
  const common = {
    stack: "prod-us",
    namespace: "a",
    roleArn: "arn:aws:iam::111122223333:role/prod-us-chart",
    audience: "x",
    tokenExpirationSeconds: 600,
    regionalSts: false,
  };
  expect(environment && externalServiceAccounts(environment)).toEqual([
    { ...common, name: "chart" },
    { ...common, name: "run-*" },
  ]);
});
