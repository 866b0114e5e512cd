import { managedPolicyRisks } from "../../modules/review/flags/support/managed-policy-risks";
import { judgeManagedPolicy } from "../../modules/review/flags/support/managed-policies";

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
});
