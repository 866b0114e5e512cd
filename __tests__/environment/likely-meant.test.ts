import { likelyMeant } from "../../modules/environment/likely-meant";

test.each([
  ["another case", "permissionsboundary", "permissionsBoundary"],
  ["another case of one, before a name nearer by letters", "NAME", "name"],
  ["a letter too few", "isuer", "issuer"],
  ["a letter too many", "namess", "names"],
  ["two letters that changed places", "platfrom", "platform"],
  ["another ending", "managedPolicy", "managedPolicies"],
  ["the first of two that are as near", "rol", "role"],
  ["one of which a third is wrong", "nbmess", "names"],
  ["one of which more is wrong", "nbmq", undefined],
  ["nothing like it", "replicas", undefined],
  ["nothing", "", undefined],
  ["a very long text", "name".repeat(100_000), undefined],
])("%s", (_, written, meant) => {
  const known = [
    "role",
    "roll",
    "issuer",
    "names",
    "name",
    "platform",
    "managedPolicies",
    "permissionsBoundary",
  ];
  expect(likelyMeant(written, known)).toBe(meant);
});

test("nothing is meant where nothing is known", () => {
  expect(likelyMeant("name", [])).toBeUndefined();
});
