import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import {
  clusterFields,
  environmentFields,
  irsaFields,
  issuer,
  podIdentityFields,
} from "../support/environment-fields";
import { loadFiles } from "../support/load";
import { filesBelow, projectFolder } from "../support/project-folder";
import { run } from "../support/run";
import { synthesize } from "../support/synthesize";
import { temporaryFolder } from "../support/temporary-folder";

/** Names whose order differs between locales and between numbers and text. */
const fields = environmentFields({
  clusters: {
    us: clusterFields({
      agent: {
        kind: "addon",
        configuration: { "10": { b: 1, a: 2 }, "9": [2, 1], i: true, I: false },
      },
    }),
    eu: clusterFields({ issuer: issuer("eu"), oidcProvider: "existing" }),
  },
  defaults: {
    rolePath: "/workloads/",
    tags: { team: "platform", Zone: "a", "1": "b", ıd: "c", i: "d" },
  },
  workloads: {
    itself: irsaFields({
      serviceAccount: {
        namespace: "echo",
        name: "aws-sa",
        labels: { b: "1", a: "2" },
        automountToken: false,
      },
      irsa: { audience: "vault", regionalSts: true },
      role: { description: "é", maxSessionDuration: 3600 },
      permissions: {
        managedPolicies: [
          "arn:aws:iam::aws:policy/B",
          "arn:aws:iam::aws:policy/A",
        ],
        statements: [
          {
            actions: ["s3:GetObject"],
            resources: ["*"],
            conditions: {
              StringLike: {
                "aws:PrincipalTag/b": "x",
                "aws:PrincipalTag/a": ["z", "y"],
              },
              StringEquals: { "aws:RequestedRegion": "us-east-1" },
            },
          },
        ],
      },
    }),
    ijob: podIdentityFields({
      serviceAccount: ["jobs/b", "jobs/a"],
      serviceAccountOwner: "manifest",
      clusters: { us: { podIdentity: { sessionTags: true } }, eu: {} },
      tags: { b: "1", a: "2" },
    }),
  },
});

/** The same fields with the keys of every map in the opposite order. */
function turned(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turned);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, child]) => [key, turned(child)]),
  );
}

async function filesOf(value: unknown): Promise<ReadonlyMap<string, string>> {
  const outdir = join(temporaryFolder(), "cdktf.out");
  synthesize(await loadFiles({ "test.yaml": stringify(value) }), outdir);
  return filesBelow(outdir);
}

describe("output", () => {
  it("is the same bytes each time", async () => {
    const files = await filesOf(fields);
    expect([...files.keys()]).toEqual([
      "manifest.json",
      "stacks/test-eu/cdk.tf.json",
      "stacks/test-eu/service-accounts.yaml",
      "stacks/test-us/cdk.tf.json",
      "stacks/test-us/service-accounts.yaml",
    ]);
    expect(await filesOf(fields)).toEqual(files);
  });

  it("is the same bytes for another order of keys", async () => {
    expect(stringify(turned(fields))).not.toBe(stringify(fields));
    expect(await filesOf(turned(fields))).toEqual(await filesOf(fields));
  });

  it("is the same bytes for another order of managed policies", async () => {
    const text = stringify(fields);
    const swapped = text
      .replace("policy/B", "policy/C")
      .replace("policy/A", "policy/B")
      .replace("policy/C", "policy/A");
    expect(swapped).not.toBe(text);
    const [given, expected] = [
      await loadFiles({ "test.yaml": swapped }),
      await loadFiles({ "test.yaml": text }),
    ];
    expect(given).toEqual(expected);
  });

  it("tells nothing of the machine, the time, or where it was made", async () => {
    for (const [path, text] of await filesOf(fields)) {
      expect([path, text.includes(process.cwd())]).toEqual([path, false]);
      expect([path, text.includes("/tmp")]).toEqual([path, false]);
      expect([path, text.includes(String(new Date().getFullYear()))]).toEqual([
        path,
        false,
      ]);
    }
  });
});

describe("the app as a process", () => {
  it("writes the same bytes in another folder, time zone and locale", async () => {
    const expected = await filesOf(fields);
    const results = await Promise.all(
      [
        { TZ: "Asia/Tokyo", LC_ALL: "tr_TR.UTF-8", LANG: "tr_TR.UTF-8" },
        { TZ: "America/St_Johns", LC_ALL: "C", LANG: "C" },
      ].map(async (variables) => {
        const folder = projectFolder({
          "test.yaml": stringify(turned(fields)),
        });
        const outdir = join(folder, "cdktf.out");
        const finished = await run(
          process.execPath,
          ["--no-deprecation", "--import", "tsx", "main.ts"],
          { cwd: folder, env: { HOME: folder, ...variables } },
        );
        return {
          finished,
          files: existsSync(outdir) ? filesBelow(outdir) : undefined,
        };
      }),
    );
    for (const { finished, files } of results) {
      expect(finished).toEqual({ status: 0, stdout: "", stderr: "" });
      expect(files).toEqual(expected);
    }
  }, 60_000);

  it("takes a manifest away when nothing is in it any more", async () => {
    const outdir = join(temporaryFolder(), "cdktf.out");
    const manifest = join(outdir, "stacks", "test-us", "service-accounts.yaml");
    const withOwner = (serviceAccountOwner: string) =>
      loadFiles({
        "test.yaml": stringify(
          environmentFields({ defaults: { serviceAccountOwner } }),
        ),
      });
    synthesize(await withOwner("manifest"), outdir);
    expect(readFileSync(manifest, "utf8")).toContain("kind: ServiceAccount");
    synthesize(await withOwner("external"), outdir);
    expect(existsSync(manifest)).toBe(false);
  });
});
