import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { accessMap, accessMapAsMarkdown } from "../../modules/access";
import { renderMarkdown } from "../markup/rendered";
import { loadDirectory } from "../support/load";
import { repository } from "../support/project-folder";
import { property } from "../support/property";
import { hostileMap } from "./hostile-map";
import { sampleMap } from "./sample-map";

test("writes the shipped prod environment as pinned", async () => {
  const environments = await loadDirectory(join(repository, "environments"));
  const prod = environments.find(({ name }) => name === "prod");
  if (prod === undefined) throw new Error("no prod");
  expect(accessMapAsMarkdown(accessMap(prod))).toBe(
    readFileSync(join(__dirname, "prod-access-map.txt"), "utf8"),
  );
});

test("says what a role may do, who makes service accounts, and what they need", async () => {
  const { cells, text } = renderMarkdown(
    accessMapAsMarkdown(await sampleMap()),
  );
  expect(cells).toEqual(
    expect.arrayContaining([
      "can only say who it is",
      "jobs/nightly, owner terraformweb/front, owner externalweb/web-* (a pattern), owner external",
      "arn:aws:iam::111122223333:role/test-us-readergrants made elsewhere are removedReads | for @team",
      'policy arn:aws:iam::111122223333:policy/ownpolicy arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccessAllow (Own) s3:GetObject, s3:PutObject on arn:aws:s3:::a/*, arn:aws:s3:::b/* if {"Bool":{"aws:SecureTransport":"true"},"StringEquals":{"aws:PrincipalTag/b":"x"}}Deny s3:* on *',
      "eks.amazonaws.com/audience",
    ]),
  );
  expect(text).toContain(
    "Retired: the next deploy takes away what the stack made.",
  );
});

test("no text of a map makes an element, a row or a mention", async () => {
  const map = await sampleMap();
  const expected = shape(accessMapAsMarkdown(map));
  fc.assert(
    fc.property(hostileMap(map), (one) => {
      const markdown = accessMapAsMarkdown(one);
      expect(shape(markdown)).toEqual(expected);
      expect(renderMarkdown(markdown).outsideCode).not.toMatch(
        /[@#<>[\]]|:\/\//,
      );
    }),
    property(500),
  );
});

/** The elements of the page but for code, and how many cells it has. */
function shape(markdown: string): unknown {
  const { elements, comments, cells } = renderMarkdown(markdown);
  return [elements.filter((name) => name !== "code"), comments, cells.length];
}
