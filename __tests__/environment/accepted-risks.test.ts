import { readAcceptedRisks } from "../../modules/environment/accepted-risks";
import { loadFields } from "../support/load";
import { environmentFields } from "../support/environment-fields";

const risk = { id: "wildcard-action", workload: "echo", reason: "a reason" };

test("an environment has them as written", async () => {
  const until = "2027-01-31";
  const environment = await loadFields(
    environmentFields({
      acceptedRisks: [
        { ...risk, until },
        { ...risk, id: "b" },
      ],
    }),
  );
  expect(environment.acceptedRisks).toEqual([
    { ...risk, until },
    { ...risk, id: "b" },
  ]);
});

describe("of another version's text", () => {
  test("they are read whatever else is in it", () => {
    expect(
      readAcceptedRisks(
        `account: 1\nunknown: true\nacceptedRisks: [${JSON.stringify(risk)}]\n`,
      ),
    ).toEqual([risk]);
  });

  test("there are none where the field is absent", () => {
    expect(readAcceptedRisks("account: 1\n")).toEqual([]);
  });

  test.each([
    ["is no YAML", "acceptedRisks: ["],
    ["is empty", ""],
    ["has one without a reason", "acceptedRisks: [{ id: a, workload: b }]"],
    ["has the field twice", "acceptedRisks: []\nacceptedRisks: []\n"],
  ])("nothing is read where it %s", (_, text) => {
    expect(readAcceptedRisks(text)).toBeUndefined();
  });
});
