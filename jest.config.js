/** @type {import("jest").Config} */
module.exports = {
  testEnvironment: "node",
  roots: ["<rootDir>/__tests__"],
  testMatch: ["**/*.test.ts"],
  transform: { "\\.ts$": ["@swc/jest", { jsc: { target: "es2022" } }] },
  moduleNameMapper: {
    "^eks-workload-identity/modules/([^/]+)$": "<rootDir>/modules/$1/index.ts",
  },
  // Many tests start processes, which take their time where the machine is busy. None measures time.
  testTimeout: 30_000,
  cacheDirectory: "<rootDir>/.cache/jest",
};
