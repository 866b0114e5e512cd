import fc from "fast-check";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { accessMapAsHtml, type AccessMap } from "../../modules/access";
import { renderHtml } from "../markup/rendered";
import { chromium, withPage } from "../support/browser";
import { itNeeds } from "../support/component";
import { property } from "../support/property";
import { temporaryFolder } from "../support/temporary-folder";
import { hostileMap } from "./hostile-map";
import { sampleMap } from "./sample-map";

test("no text of a map makes an element", async () => {
  const map = await sampleMap();
  const expected = renderHtml(accessMapAsHtml(map));
  expect(expected.elements).toContain("article");
  fc.assert(
    fc.property(hostileMap(map), (one) => {
      const { elements, comments } = renderHtml(accessMapAsHtml(one));
      expect(elements).toEqual(expected.elements);
      expect(comments).toBe(0);
    }),
    property(300),
  );
});

for (const view of [
  { width: 1400, colorScheme: "light" },
  { width: 360, colorScheme: "dark" },
] as const)
  itNeeds(
    [chromium],
    `the page is accessible and loads nothing: ${view.width} ${view.colorScheme}`,
    async () => {
      await withPage(fileOf(await sampleMap()), view, async (open) => {
        expect(await open.accessibility()).toEqual([]);
        expect(open.complaints).toEqual([]);
        expect(open.requests).toEqual([]);
        expect(
          await open.page.evaluate(
            "document.documentElement.scrollWidth - window.innerWidth",
          ),
        ).toBeLessThanOrEqual(0);
        expect(
          await open.page.evaluate(
            "getComputedStyle(document.querySelector('dl')).display",
          ),
        ).toBe("grid");
      });
    },
  );

itNeeds([chromium], "2,000 workloads are all on the page", async () => {
  const map = await sampleMap();
  const many: AccessMap = {
    ...map,
    clusters: map.clusters.map((cluster) => ({
      ...cluster,
      workloads: cluster.workloads.flatMap((one) =>
        Array.from({ length: 1_000 }, (_, index) => ({
          ...one,
          name: `${one.name}-${index}`,
        })),
      ),
    })),
  };
  await withPage(
    fileOf(many),
    { width: 1400, colorScheme: "light" },
    async ({ page, complaints }) => {
      expect(await page.locator("article").count()).toBe(2_000);
      expect(complaints).toEqual([]);
    },
  );
});

function fileOf(map: AccessMap): string {
  const file = join(temporaryFolder({}), "access.html");
  writeFileSync(file, accessMapAsHtml(map));
  return file;
}
