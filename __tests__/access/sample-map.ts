import { accessMap, type AccessMap } from "../../modules/access";
import {
  clusterFields,
  environmentFields,
  irsaFields,
  issuer,
  podIdentityFields,
} from "../support/environment-fields";
import { loadFields } from "../support/load";

/** A map with everything that a map can have. */
export async function sampleMap(): Promise<AccessMap> {
  return accessMap(
    await loadFields(
      environmentFields({
        clusters: {
          us: clusterFields(),
          eu: clusterFields({ issuer: issuer("eu"), retired: true }),
        },
        workloads: {
          reader: irsaFields({
            serviceAccount: [
              { namespace: "web", namePattern: "web-*", owner: "external" },
              { namespace: "web", name: "front", owner: "external" },
              "jobs/nightly",
            ],
            irsa: { audience: "vault", tokenExpirationSeconds: 900 },
            role: {
              description: "Reads | for @team",
              exclusivePermissions: true,
            },
            permissions: {
              managedPolicies: [
                "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
                "arn:aws:iam::111122223333:policy/own",
              ],
              statements: [
                {
                  sid: "Own",
                  actions: ["s3:PutObject", "s3:GetObject"],
                  resources: ["arn:aws:s3:::b/*", "arn:aws:s3:::a/*"],
                  conditions: {
                    StringEquals: { "aws:PrincipalTag/b": "x" },
                    Bool: { "aws:SecureTransport": "true" },
                  },
                },
                { effect: "Deny", actions: ["s3:*"], resources: ["*"] },
              ],
            },
          }),
          anybody: podIdentityFields({
            serviceAccount: "tools/anybody",
            podIdentity: { sessionTags: false },
          }),
        },
      }),
    ),
  );
}
