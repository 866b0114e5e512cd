import type { Severity } from "../../review";

/**
 * AWS-managed policies that are a risk whatever else a role has, by name. A plan doesn't hold their text.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html
 */
const dangerous: ReadonlyMap<string, readonly [Severity, string]> = new Map([
  ["AdministratorAccess", ["high", "may do everything"]],
  ["AdministratorAccess-Amplify", ["high", "may make and pass roles"]],
  [
    "AdministratorAccess-AWSElasticBeanstalk",
    ["high", "may pass roles and run code by them"],
  ],
  [
    "PowerUserAccess",
    ["high", "may do everything but manage users and groups"],
  ],
  ["IAMFullAccess", ["high", "may grant itself everything"]],
  [
    "AWSOrganizationsFullAccess",
    ["high", "may change every account of the organization"],
  ],
  ["SystemAdministrator", ["high", "may pass roles and change most services"]],
  [
    "DatabaseAdministrator",
    ["high", "may pass roles and change every database"],
  ],
  ["DataScientist", ["high", "may pass roles and run code by them"]],
  ["NetworkAdministrator", ["high", "may change the network and pass roles"]],
  [
    "AmazonEC2FullAccess",
    ["high", "may run machines with any role that it may pass"],
  ],
  ["AWSLambda_FullAccess", ["high", "may pass roles and run code by them"]],
  [
    "AWSCloudFormationFullAccess",
    ["high", "may change whatever stacks' roles may"],
  ],
  ["AmazonECS_FullAccess", ["high", "may pass roles and run code by them"]],
  [
    "AmazonSageMakerFullAccess",
    ["high", "may pass roles and run code by them"],
  ],
  ["AWSGlueConsoleFullAccess", ["high", "may pass roles and run code by them"]],
  [
    "AWSCodeBuildAdminAccess",
    ["high", "may run code by the roles of projects"],
  ],
  ["AmazonSSMFullAccess", ["high", "may run commands on every machine"]],
  ["AmazonSSMAutomationRole", ["high", "may run commands on every machine"]],
  ["AmazonEC2RoleforSSM", ["high", "may read and write every bucket"]],
  [
    "AWSDataPipeline_FullAccess",
    ["high", "may pass roles and run code by them"],
  ],
  ["SecretsManagerReadWrite", ["high", "may read every secret"]],
  [
    "AWSKeyManagementServicePowerUser",
    ["medium", "may make keys and change their use"],
  ],
  ["AmazonS3FullAccess", ["medium", "may read and write every bucket"]],
  ["AmazonDynamoDBFullAccess", ["medium", "may read and write every table"]],
  ["ReadOnlyAccess", ["medium", "may read data of every resource"]],
  ["SecurityAudit", ["medium", "may read the configuration of everything"]],
  ["AmazonS3ReadOnlyAccess", ["medium", "may read data of every bucket"]],
  ["AmazonDynamoDBReadOnlyAccess", ["medium", "may read data of every table"]],
  ["AmazonSSMReadOnlyAccess", ["medium", "may read every parameter"]],
]);

/** What an AWS-managed policy is judged to be; undefined for one that isn't, and for other owners' policies. */
export function judgeManagedPolicy(
  arn: string,
): { readonly severity: Severity; readonly says: string } | undefined {
  const name = /^arn:[^:]+:iam::aws:policy\/(?:[^/]+\/)*([^/]+)$/.exec(
    arn,
  )?.[1];
  if (name === undefined) return undefined;
  const [severity, says] = dangerous.get(name) ?? [];
  if (severity !== undefined && says !== undefined) return { severity, says };
  if (/FullAccess|Administrator/.test(name))
    return { severity: "medium", says: "may do everything in a service" };
  return undefined;
}
