import { runSimulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { whoCan, type AccessStatement } from "../../../modules/access";
import { property } from "../../support/property";
import { mapMaker } from "./one-workload";

const account = "111122223333";
const actions = ["s3:GetObject", "s3:PutObject", "s3:PutObjectAcl"] as const;
const objects = [
  "arn:aws:s3:::a/x",
  "arn:aws:s3:::a/xy",
  "arn:aws:s3:::a/t",
  "arn:aws:s3:::ab/x",
] as const;
const patterns = [
  ...objects,
  "*",
  "arn:aws:s3:::*",
  "arn:aws:s3:::a/*",
  "arn:aws:s3:::a*",
  "arn:aws:s3:::a?/x",
  "arn:aws:s3:::a/?",
  "arn:aws:s3:::*/x",
  "arn:aws:s3:::a/${aws:PrincipalTag/t}",
  "arn:aws:s3:::${aws:PrincipalTag/t}/*",
];

/** The tag `t` is `t`; the one condition holds or doesn't, as `secure` says. */
interface Context {
  readonly secure: boolean;
}

const statement: fc.Arbitrary<AccessStatement> = fc
  .record({
    effect: fc.constantFrom(
      "Allow" as const,
      "Allow" as const,
      "Deny" as const,
    ),
    actions: fc.uniqueArray(
      fc.constantFrom(
        ...actions,
        "s3:Put*",
        "S3:getobject",
        "s3:*",
        "*",
        "s3:GetObjec?",
        "s3:PutObject?cl",
      ),
      { minLength: 1, maxLength: 2 },
    ),
    resources: fc.uniqueArray(fc.constantFrom(...patterns), {
      minLength: 1,
      maxLength: 2,
    }),
    conditional: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ conditional, ...rest }) => ({
    ...rest,
    ...(conditional === 0 && {
      conditions: { Bool: { "aws:SecureTransport": "true" } },
    }),
  }));

async function mayDo(
  statements: readonly AccessStatement[],
  action: string,
  resource: string,
  { secure }: Context,
): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        action,
        principal: `arn:aws:iam::${account}:role/echo`,
        resource: { resource, accountId: account },
        contextVariables: {
          "aws:SecureTransport": String(secure),
          "aws:PrincipalTag/t": "t",
        },
      },
      identityPolicies: [
        {
          name: "permissions",
          policy: {
            Version: "2012-10-17",
            Statement: statements.map((one) => ({
              Effect: one.effect,
              Action: one.actions,
              Resource: one.resources,
              ...(one.conditions && { Condition: one.conditions }),
            })),
          },
        },
      ],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === "error")
    throw new Error(`the oracle refuses: ${JSON.stringify(result.errors)}`);
  return result.overallResult === "Allowed";
}

test("never says yes or no where an independent evaluator says otherwise", async () => {
  const make = await mapMaker();
  const seen = { yes: 0, perhaps: 0, no: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...actions),
      fc.constantFrom(...objects),
      fc.boolean(),
      async (statements, action, object, secure) => {
        const answer = whoCan(make(statements), action, object)[0]?.answer;
        if (answer === undefined) throw new Error("no answer");
        seen[answer]++;
        const may = await mayDo(statements, action, object, { secure });
        if (answer !== "perhaps") expect(may).toBe(answer === "yes");
        // Perhaps is for what depends on the session, and for nothing else.
        else
          expect(JSON.stringify(statements)).toMatch(
            /SecureTransport|PrincipalTag/,
          );
      },
    ),
    property(2000),
  );
  // A test that only ever saw one answer would prove nothing.
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
});

test("what it says of a set of resources holds for each of them", async () => {
  const make = await mapMaker();
  const seen = { yes: 0, perhaps: 0, no: 0 };
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...actions),
      fc.constantFrom(
        "arn:aws:s3:::a/*",
        "arn:aws:s3:::*",
        "arn:aws:s3:::a/x?",
      ),
      fc.boolean(),
      async (statements, action, set, secure) => {
        const answer = whoCan(make(statements), action, set)[0]?.answer;
        if (answer === undefined) throw new Error("no answer");
        seen[answer]++;
        const expression = new RegExp(
          `^${set.replaceAll("*", ".*").replaceAll("?", ".")}$`,
        );
        if (answer === "perhaps") return;
        for (const object of objects.filter((one) => expression.test(one)))
          expect(await mayDo(statements, action, object, { secure })).toBe(
            answer === "yes",
          );
      },
    ),
    property(700),
  );
  expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
});

test("no for any resource means that none may be used", async () => {
  const make = await mapMaker();
  let refused = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(statement, { minLength: 1, maxLength: 3 }),
      fc.constantFrom(...actions),
      fc.boolean(),
      async (statements, action, secure) => {
        if (whoCan(make(statements), action)[0]?.answer !== "no") return;
        refused++;
        for (const object of objects)
          expect(await mayDo(statements, action, object, { secure })).toBe(
            false,
          );
      },
    ),
    property(700),
  );
  expect(refused).toBeGreaterThan(100);
});
