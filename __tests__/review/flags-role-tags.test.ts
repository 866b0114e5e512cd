import { isReduced, readPlan, writeReducedPlan } from "../../modules/review";
import { echo, found } from "./support/flag-plans";
import {
  account,
  irsaTrust,
  planText,
  reviewOf,
  roleFields,
} from "./support/plan";

type Fields = Readonly<Record<string, unknown>>;

async function findings(
  before: Fields | undefined,
  after: Fields,
  unknown: Fields = {},
): Promise<readonly string[]> {
  const review = await reviewOf([
    {
      address: echo,
      ...(before && { before: roleFields("echo", irsaTrust(), before) }),
      after: roleFields("echo", irsaTrust(), after),
      unknown,
    },
  ]);
  return found(review, "role-tags-change");
}

const start = `medium: arn:aws:iam::${account}:role/echo gets tags as EKS gives to sessions of pods:`;
const billing = { "kubernetes-namespace": "billing" };

describe("role-tags-change", () => {
  it.each<
    readonly [string, Fields | undefined, Fields, Fields, readonly string[]]
  >([
    [
      "a new tag",
      { tags: null },
      { tags: billing },
      {},
      [`${start} kubernetes-namespace = billing`],
    ],
    [
      "a new role's tag",
      undefined,
      { tags: { "eks-cluster-name": "prod" } },
      {},
      [`${start} eks-cluster-name = prod`],
    ],
    [
      "another value, in another case",
      { tags: { "Kubernetes-Namespace": "echo" } },
      { tags: { "Kubernetes-Namespace": "billing" } },
      {},
      [`${start} Kubernetes-Namespace = billing`],
    ],
    [
      "a tag that the provider gives to everything",
      { tags_all: {} },
      { tags_all: billing },
      {},
      [`${start} kubernetes-namespace = billing`],
    ],
    [
      "a value that isn't known yet",
      { tags: null },
      { tags: {} },
      { tags: { "kubernetes-namespace": true } },
      [`${start} kubernetes-namespace = (known after apply)`],
    ],
    [
      "tags that aren't known yet",
      { tags: {} },
      {},
      { tags: true, tags_all: true },
      [`${start} some that aren't known yet`],
    ],
    [
      "a tag that was there",
      { tags: billing },
      { tags: billing, path: "/x/" },
      {},
      [],
    ],
    ["a tag that goes", { tags: billing }, { tags: null }, {}, []],
    ["other tags", { tags: null }, { tags: { team: "kubernetes-x" } }, {}, []],
    ["no tags", undefined, {}, { tags_all: true }, []],
  ])("%s", async (_, before, after, unknown, expected) => {
    expect(await findings(before, after, unknown)).toEqual(expected);
  });

  it("is by tags alone that a reduced plan keeps", () => {
    const plan = readPlan(
      "prod-us",
      planText([
        {
          address: echo,
          after: roleFields("echo", irsaTrust(), {
            tags: { commit: "1a2b3c", ...billing },
          }),
        },
      ]),
    );

    expect(isReduced(plan) && writeReducedPlan(plan)).toContain("billing");
    expect(isReduced(plan) && writeReducedPlan(plan)).not.toContain("commit");
  });
});
