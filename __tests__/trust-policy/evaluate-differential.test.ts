import {
  evaluateTrust,
  type Decision,
} from "../../modules/trust-policy/evaluator/evaluate";
import { mayAssumeWithPodIdentity } from "../../modules/trust-policy/evaluator/may-assume-with-pod-identity";
import { mayAssumeWithWebIdentity } from "../../modules/trust-policy/evaluator/may-assume-with-web-identity";
import { type Case, generateCases } from "./generate-cases";
import { type Evaluator, loadMutant, mutants } from "./mutants";
import { askOracle } from "./oracle";

const cases = generateCases(20261124, 12_000);
const real: Evaluator = {
  evaluateTrust,
  mayAssumeWithPodIdentity,
  mayAssumeWithWebIdentity,
};
let expected: readonly Decision[] = [];

beforeAll(async () => {
  const answers: Decision[] = [];
  for (const one of cases) answers.push(await askOracle(one));
  expected = answers;
}, 60_000);

test("the cases allow and deny often enough, on each path, to mean something", () => {
  for (const path of ["irsa", "pod-identity", "request"]) {
    const answers = expected.filter((_, index) => cases[index]?.path === path);
    const allowed = answers.filter((answer) => answer === "allowed").length;
    expect(answers.length).toBeGreaterThanOrEqual(2_000);
    expect(allowed / answers.length).toBeGreaterThan(0.1);
    expect(allowed / answers.length).toBeLessThan(0.9);
  }
});

test("the evaluator decides every case as an independent one does", () => {
  expect(cases.filter(differs(real)).slice(0, 3)).toEqual([]);
});

test("the loader of mutants, without a mutation, agrees too", () => {
  expect(cases.filter(differs(loadMutant())).slice(0, 3)).toEqual([]);
});

test.each(mutants)("notices: $name", (mutant) => {
  expect(cases.some(differs(loadMutant(mutant)))).toBe(true);
});

/** An undecidable case differs from every answer of the oracle. */
function differs(evaluator: Evaluator): (one: Case, index: number) => boolean {
  return (one, index) => decide(evaluator, one) !== expected[index];
}

function decide(evaluator: Evaluator, one: Case): Decision {
  switch (one.path) {
    case "irsa":
      return evaluator.mayAssumeWithWebIdentity(one.trust, one.identity);
    case "pod-identity":
      return evaluator.mayAssumeWithPodIdentity(one.trust, one.identity);
    case "request":
      return evaluator.evaluateTrust(one.trust, one.request);
  }
}
