import { selectedEnvironments } from "../../modules/environment";

test.each<[string | undefined, readonly string[] | undefined]>([
  [undefined, undefined],
  ["", undefined],
  ["  ", undefined],
  [",", [","]],
  ["prod", ["prod"]],
  ["prod,dev", ["prod", "dev"]],
  [" prod , dev ,", ["prod", "dev"]],
  ["prod,prod", ["prod"]],
  ["Prod", ["Prod"]],
])("ENVIRONMENT=%j selects %j", (variable, expected) => {
  expect(selectedEnvironments(variable)).toEqual(expected);
});
