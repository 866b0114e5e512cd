import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

/** What each folder may import of the others: arrows point one way, from stack down to text. */
const modules = {
  "policy-document": [],
  markup: [],
  "terraform-text": [],
  "trust-policy": ["policy-document"],
  "permission-policy": ["policy-document"],
  environment: [
    "policy-document",
    "terraform-text",
    "trust-policy",
    "permission-policy",
  ],
  "oidc-provider": ["terraform-text"],
  association: ["terraform-text"],
  "service-account": ["terraform-text"],
  workload: [
    "association",
    "permission-policy",
    "policy-document",
    "service-account",
    "terraform-text",
    "trust-policy",
  ],
  hcl: ["terraform-text"],
  "terraform-cli": [],
  deployment: ["environment", "markup", "review", "terraform-cli"],
  "pull-request": ["markup"],
  "review-report": ["markup", "review"],
  review: ["policy-document", "trust-policy", "trust-policy/evaluator"],
  access: [
    "environment",
    "markup",
    "access",
    "policy-document",
    "service-account/annotations",
    "trust-policy",
  ],
  "hand-off": [
    "access",
    "environment",
    "hcl",
    "markup",
    "policy-document",
    "stack",
    "terraform-text",
    "trust-policy",
  ],
  stack: [
    "association",
    "environment",
    "hcl",
    "oidc-provider",
    "policy-document",
    "service-account",
    "terraform-text",
    "trust-policy",
    "workload",
  ],
};

/** Folders that know nothing of CDKTF. */
const pure = [
  "policy-document",
  "markup",
  "terraform-text",
  "trust-policy",
  "permission-policy",
  "environment",
  "terraform-cli",
  "review",
  "pull-request",
  "review-report",
  "deployment",
];

const barrels = [
  {
    regex: "^@cdktf/provider-[a-z]+(/lib)?$",
    message: "Import one resource, as in @cdktf/provider-aws/lib/iam-role.",
  },
];
const cdktf = {
  regex: "^(cdktf|constructs|@cdktf/.*)(/|$)",
  message: "This folder knows nothing of CDKTF.",
};

/** How deep below its module's folder a file may lie. */
const depths = [0, 1, 2];

/**
 * Import paths that leave the module of a file at a depth, for anything but the index of an allowed one:
 * one `../` more than the file is deep. Fewer stay inside the module.
 */
function leaving(depth, allowed) {
  return `^(\\./)*(\\.\\./){${depth + 1}}(?!(${allowed.join("|")})$)`;
}

export default defineConfig(
  { ignores: ["node_modules", "cdktf.out", ".cache", "coverage", "handoff"] },
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "no-restricted-imports": ["error", { patterns: barrels }],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true },
      ],
      "@typescript-eslint/consistent-type-imports": "error",
    },
  },
  ...Object.entries(modules).flatMap(([name, allowed]) =>
    depths.map((depth) => ({
      files: [`modules/${name}/${"*/".repeat(depth)}*.ts`],
      ignores: ["**/example.ts"],
      rules: {
        "no-restricted-imports": [
          "error",
          {
            patterns: [
              ...barrels,
              ...(pure.includes(name) ? [cdktf] : []),
              {
                regex: leaving(depth, allowed),
                message: `modules/${name} imports only these, by their index: ${allowed.join(", ") || "none"}.`,
              },
            ],
          },
        ],
      },
    })),
  ),
  {
    files: [`modules/*/${"*/".repeat(depths.length)}**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: "",
              message: "Folders of a module nest two deep at most.",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["modules/**/*.ts", "cli/support/**/*.ts"],
    ignores: ["**/example.ts"],
    rules: {
      "no-restricted-globals": [
        "error",
        {
          name: "__dirname",
          message: "In a bundle of cli/start.mjs it is the entry's folder.",
        },
      ],
    },
  },
  {
    files: ["cli/**/*.ts"],
    rules: {
      "no-restricted-imports": ["error", { patterns: [...barrels, cdktf] }],
    },
  },
  {
    files: ["**/*.js", "**/*.mjs", "**/*.cjs"],
    extends: [tseslint.configs.disableTypeChecked],
  },
);
