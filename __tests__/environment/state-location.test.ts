import { statePath } from "../../modules/environment";
import type { Backend } from "../../modules/environment";
import { stateLocation } from "../../modules/environment/state-location";

const azurerm = {
  kind: "azurerm",
  resourceGroupName: "rg",
  storageAccountName: "acme",
  containerName: "state",
} as const;

describe("a stack's state is at", () => {
  test.each<[Backend, string]>([
    [{ kind: "local", directory: "state" }, "state/prod-us.tfstate"],
    [{ kind: "s3", bucket: "b", region: "us-east-1" }, "prod-us.tfstate"],
    [
      { kind: "s3", bucket: "b", region: "us-east-1", prefix: "a/b" },
      "a/b/prod-us.tfstate",
    ],
    [{ kind: "remote", organization: "o", hostname: "h" }, "prod-us"],
    [
      { kind: "remote", organization: "o", hostname: "h", prefix: "id" },
      "id-prod-us",
    ],
    [{ kind: "gcs", bucket: "b" }, "prod-us"],
    [{ kind: "gcs", bucket: "b", prefix: "p" }, "p/prod-us"],
    [azurerm, "prod-us.tfstate"],
    [{ ...azurerm, prefix: "p" }, "p/prod-us.tfstate"],
    [
      { kind: "http", address: "https://s.example.com/tf" },
      "https://s.example.com/tf/prod-us",
    ],
    [{ kind: "pg", schemaName: "tf" }, "tf_prod-us"],
    [{ kind: "consul", address: "c:8500" }, "prod-us"],
    [{ kind: "consul", address: "c:8500", prefix: "p" }, "p/prod-us"],
  ])("%j: %s", (backend, expected) => {
    expect(statePath(backend, "prod-us")).toBe(expected);
  });
});

describe("two stacks share a state", () => {
  const remote = (override: object = {}): Backend => ({
    kind: "remote",
    organization: "o",
    hostname: "app.terraform.io",
    ...override,
  });

  test("where prefix and stack run together", () => {
    expect(stateLocation(remote({ prefix: "prod" }), "x-us")).toBe(
      stateLocation(remote(), "prod-x-us"),
    );
  });

  test("where hosts differ by case only", () => {
    expect(stateLocation(remote({ hostname: "App.Terraform.io" }), "a")).toBe(
      stateLocation(remote(), "a"),
    );
  });

  test.each<[string, Backend, Backend]>([
    ["organizations", remote(), remote({ organization: "p" })],
    ["buckets", { kind: "gcs", bucket: "a" }, { kind: "gcs", bucket: "b" }],
    ["containers", azurerm, { ...azurerm, containerName: "other" }],
    ["kinds", { kind: "gcs", bucket: "a" }, { kind: "consul", address: "a" }],
  ])("and not where %s differ", (_, left, right) => {
    expect(stateLocation(left, "a")).not.toBe(stateLocation(right, "a"));
  });
});
