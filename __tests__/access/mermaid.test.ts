import fc from "fast-check";
import { accessMapAsMermaid, type AccessMap } from "../../modules/access";
import { renderMarkdown } from "../markup/rendered";
import { property } from "../support/property";
import { hostileMap } from "./hostile-map";
import { sampleMap } from "./sample-map";

test("draws service account, path, role and rights", async () => {
  expect(accessMapAsMermaid(await sampleMap())).toMatchInlineSnapshot(`
   "# Access map of \`test\`

   ## \`test-eu\`

   Retired: no workload has access.

   ## \`test-us\`

   \`\`\`mermaid
   flowchart LR
     s0_0(["tools/anybody"]) -- Pod Identity --> r0["test-us-anybody"]
     r0 --> p0_0[/"may only say who it is"/]
     s1_0(["jobs/nightly"]) -- IRSA --> r1["test-us-reader"]
     s1_1(["web/front"]) -- IRSA --> r1["test-us-reader"]
     s1_2(["web/web-*"]) -- IRSA --> r1["test-us-reader"]
     r1 --> p1_0[/"arn:aws:iam::111122223333:policy/own"/]
     r1 --> p1_1[/"arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"/]
     r1 --> p1_2[/"Allow s3:GetObject, s3:PutObject on arn:aws:s3:::a/*, arn:aws:s3:::b/* under conditions"/]
     r1 --> p1_3[/"Deny s3:* on *"/]
   \`\`\`
   "
  `);
});

/** One line of a diagram that nothing but a name or a right was put into. */
const edge =
  /^ {2}(s\d+_\d+\(\["[\p{L}\p{N} ,./:*=+#;-]*"\]\) -- (IRSA|Pod Identity) --> r\d+\["[\p{L}\p{N} ,./:*=+#;-]*"\]|r\d+ --> p\d+_\d+\[\/"[\p{L}\p{N} ,./:*=+#;-]*"\/\])$/u;

test("no text of a map ends a label, a line or a fence", async () => {
  const map = await sampleMap();
  const count = accessMapAsMermaid(map).split("\n").length;
  fc.assert(
    fc.property(hostileMap(map), (one) => {
      const text = accessMapAsMermaid(one);
      const lines = text.split("\n");
      expect(lines).toHaveLength(count);
      for (const line of lines.filter((line) => line.startsWith("  ")))
        expect(line).toMatch(edge);
      expect(renderMarkdown(text).outsideCode).not.toMatch(/[@#<>[\]]|:\/\//);
    }),
    property(300),
  );
});

test("splits what Mermaid would refuse, and leaves nothing out", async () => {
  const map = await sampleMap();
  const cluster = map.clusters.find(({ workloads }) => workloads.length > 0);
  const [workload] = cluster?.workloads ?? [];
  if (cluster === undefined || workload === undefined)
    throw new Error("no workload");
  const workloads = Array.from({ length: 2000 }, (_, index) => ({
    ...workload,
    name: `w${index}`,
    role: { ...workload.role, name: `role-${index}` },
  }));
  const large: AccessMap = { ...map, clusters: [{ ...cluster, workloads }] };
  const diagrams = accessMapAsMermaid(large)
    .split("```")
    .filter((part) => part.startsWith("mermaid\n"));
  expect(diagrams.length).toBeGreaterThan(1);
  for (const diagram of diagrams) {
    expect(diagram.length).toBeLessThan(50_000);
    expect(diagram.match(/-->/g)?.length).toBeLessThanOrEqual(500);
  }
  const drawn = new Set(diagrams.join("").match(/role-\d+/g));
  expect(drawn.size).toBe(2000);
});
