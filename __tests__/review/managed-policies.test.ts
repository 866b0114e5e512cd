import { managedPolicyRisks } from "../../modules/review/flags/support/managed-policy-risks";
import {
  judgeManagedPolicy,
  leadsToEverything,
} from "../../modules/review/flags/support/managed-policies";

describe("AWS-managed policies", () => {
  it.each([
    ["aws:policy/AdministratorAccess", "high", "may do everything"],
    ["aws:policy/IAMFullAccess", "high", "may grant itself everything"],
    [
      "aws:policy/job-function/SystemAdministrator",
      "high",
      "may change the code of every function",
    ],
    [
      "aws:policy/service-role/AmazonElasticMapReduceRole",
      "high",
      "may pass every role",
    ],
    [
      "aws:policy/AIDevOpsAgentActionsPolicy",
      "high",
      "may do everything but manage identities",
    ],
    [
      "aws:policy/AWSSSODirectoryAdministrator",
      "high",
      "may put people in every group of the organization's directory",
    ],
    [
      "aws:policy/AmazonCognitoReadOnly",
      "high",
      "may sign in as every user of identity pools",
    ],
    [
      "aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
      "high",
      "may let people into every EKS cluster",
    ],
    [
      "aws:policy/service-role/AWSBatchServiceEventTargetRole",
      "high",
      "may run commands by the role of every batch job",
    ],
    [
      "aws:policy/AWSStepFunctionsFullAccess",
      "high",
      "may change what every state machine does, by its role",
    ],
    [
      "aws:policy/AmazonS3ExpressFullAccess",
      "high",
      "may change who has access to all that a service holds",
    ],
    [
      "aws:policy/job-function/NetworkAdministrator",
      "high",
      "may change every network, and who has access to it",
    ],
    ["aws:policy/ReadOnlyAccess", "medium", "may read data of every resource"],
    [
      "aws:policy/AWSApplicationMigrationReadOnlyAccess",
      "medium",
      "may read every parameter",
    ],
    [
      "aws:policy/CloudWatchLogsFullAccess",
      "medium",
      "may do everything in a service",
    ],
    [
      "aws:policy/AWSTransferFullAccess",
      "medium",
      "may pass every role to a service",
    ],
    [
      "aws:policy/AmazonSSMManagedInstanceCore",
      "medium",
      "may read every parameter",
    ],
    [
      "aws:policy/AmazonKinesisFullAccess",
      "medium",
      "may do everything in a service",
    ],
  ])("%s is %s: %s", (policy, severity, says) => {
    for (const partition of ["aws", "aws-cn", "aws-us-gov"])
      expect(judgeManagedPolicy(`arn:${partition}:iam::${policy}`)).toEqual({
        severity,
        says,
      });
  });

  it.each([
    ["aws:policy/AmazonSQSReadOnlyAccess", "a narrow one of AWS"],
    ["aws:policy/AmazonEKS_CNI_Policy", "what every cluster's network needs"],
    [
      "aws:policy/service-role/AmazonEBSCSIDriverPolicy",
      "what every cluster's storage needs",
    ],
    ["aws:policy/AmazonEKSWorkerNodePolicy", "what every node needs"],
    ["aws:policy/AmazonEKSClusterPolicy", "what every cluster needs"],
    ["aws:policy/CloudWatchAgentServerPolicy", "what an agent of AWS's needs"],
    ["111122223333:policy/AdministratorAccess", "one that bears AWS's name"],
    ["aws:policy/constructor", "a name of JavaScript's own"],
  ])("%s isn't judged: %s", (policy) => {
    expect(judgeManagedPolicy(`arn:aws:iam::${policy}`)).toBeUndefined();
  });

  it("are judged once each, in lists that are sorted", () => {
    const names = managedPolicyRisks.flatMap(({ policies }) => policies);

    expect(new Set(names).size).toBe(names.length);
    for (const { policies } of managedPolicyRisks)
      expect(policies).toEqual([...policies].sort());
  });

  it.each([
    ["aws:policy/AdministratorAccess", true],
    ["aws:policy/PowerUserAccess", true],
    ["aws:policy/service-role/AmazonElasticMapReduceRole", true],
    ["aws:policy/job-function/SystemAdministrator", true],
    ["aws:policy/AWSStepFunctionsFullAccess", true],
    ["aws:policy/AmazonSQSFullAccess", false],
    ["aws:policy/SecretsManagerReadWrite", false],
    ["aws:policy/job-function/NetworkAdministrator", false],
    ["aws:policy/ReadOnlyAccess", false],
    ["aws:policy/SomeNewAdministrator", false],
    ["111122223333:policy/AdministratorAccess", false],
  ])("%s leads to everything: %s", (name, expected) => {
    expect(leadsToEverything(`arn:aws:iam::${name}`)).toBe(expected);
  });
});
