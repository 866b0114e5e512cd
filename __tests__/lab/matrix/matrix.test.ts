import { matrix } from "./matrix";
import { judge, misjudged } from "./judge";
import { startMatrixLab } from "./matrix-lab";
import { itOnMinistack, startedOnMinistack } from "../../support/ministack";
import { temporaryFolder } from "../../support/temporary-folder";

test("the matrix has 36 checks, each of its own name, that allow and deny", () => {
  expect(new Set(matrix.map(({ name }) => name)).size).toBe(36);
  expect(matrix).toHaveLength(36);
  expect(matrix.filter(({ expected }) => expected === "allow")).toHaveLength(
    16,
  );
});

describe("MiniStack with the lab's changes judges as AWS", () => {
  const lab = startedOnMinistack((python) =>
    startMatrixLab({ python, directory: temporaryFolder() }),
  );
  for (const check of matrix)
    itOnMinistack(`${check.name}: ${check.expected}`, async () => {
      expect(await judge(lab(), check)).toBe(check.expected);
    });
});

describe("plain MiniStack judges some otherwise", () => {
  const lab = startedOnMinistack((python) =>
    startMatrixLab({ python, directory: temporaryFolder(), plain: true }),
  );
  itOnMinistack("which the matrix tells, by name", async () => {
    expect(await misjudged(lab())).toEqual([
      "Pod Identity is not another service",
      "Pod Identity is not the account",
      "a root user is not Pod Identity",
      "trust: aws:SourceAccount of the cluster",
      "trust: aws:SourceArn of the cluster",
      "permissions: ${aws:PrincipalTag} in Resource, the pod's own",
      "role chain: transitive tags need sts:TagSession",
      "role chain: a transitive tag is an aws:RequestTag",
      "role chain: a transitive tag in the target's permissions",
    ]);
  });
});
