import {
  startTestFront,
  signedFor,
  cluster,
  account,
  region,
  send,
  type Answer,
  type TestFront,
} from "./test-front";
import { itOnMinistack, startedOnMinistack } from "../../support/ministack";
import { startFrontOnMinistack } from "./front-on-ministack";
import { Upstream } from "../../../lab/front/upstream";

const root = { account, region };
const roleArn = `arn:aws:iam::${account}:role/eks-cluster`;
const associations = "/clusters/alpha/pod-identity-associations";
const gap = {
  status: 400,
  body: '{"__type":"InvalidRequestException","message":"No route for GET /x"}',
};

interface Tagged {
  readonly associationArn?: string;
  readonly associationId?: string;
  readonly addonArn?: string;
  readonly tags?: Readonly<Record<string, string>>;
}

describe("before the emulator", () => {
  const lab = startedOnMinistack(async (python) => {
    const started = await startFrontOnMinistack(python);
    const client = new Upstream(started.front);
    await client.iam(account, {
      Action: "CreateRole",
      RoleName: "eks-cluster",
      AssumeRolePolicyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: {
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${account}:root` },
          Action: "sts:AssumeRole",
        },
      }),
    });
    const { status } = await client.eks(root, "POST", "/clusters", {
      name: "alpha",
      roleArn,
      resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
    });
    if (status !== 200) throw new Error("no cluster");
    return {
      client,
      close: async () => {
        client.close();
        await started.close();
      },
    };
  });

  async function call(
    method: string,
    target: string,
    body?: object,
  ): Promise<{
    status: number;
    value: { association?: Tagged; addon?: Tagged; tags?: object };
  }> {
    const { status, value } = await lab().client.eks(
      root,
      method,
      target,
      body,
    );
    return { status, value: value as object };
  }

  function tagsOf(arn: string): string {
    return `/tags/${encodeURIComponent(arn)}`;
  }

  itOnMinistack("tags of an association can be changed", async () => {
    const { value } = await call("POST", associations, {
      namespace: "reports",
      serviceAccount: "reporter",
      roleArn,
      tags: { team: "a", "x & <y>": "\"'" },
    });
    const { associationArn = "", associationId = "" } = value.association ?? {};
    expect(value.association?.tags).toEqual({ team: "a", "x & <y>": "\"'" });
    const target = tagsOf(associationArn);
    expect(
      (await call("POST", target, { tags: { team: "b", cost: "1" } })).status,
    ).toBe(200);
    expect(
      (await call("DELETE", `${target}?tagKeys=cost&tagKeys=x%20%26%20%3Cy%3E`))
        .status,
    ).toBe(200);
    expect(
      (
        await call("POST", target, {
          tags: JSON.parse('{"__proto__":"p"}') as object,
        })
      ).status,
    ).toBe(200);
    const described = await call("GET", `${associations}/${associationId}`);
    expect(
      Object.entries(described.value.association?.tags ?? {}).sort(),
    ).toEqual([
      ["__proto__", "p"],
      ["team", "b"],
    ]);
    const listed = await call("GET", target);
    expect(JSON.stringify(listed.value)).toBe(
      '{"tags":{"team":"b","__proto__":"p"}}',
    );
    const deleted = await call("DELETE", `${associations}/${associationId}`);
    expect(deleted.status).toBe(200);
  });

  itOnMinistack("an update of an association leaves its tags", async () => {
    const { value } = await call("POST", associations, {
      namespace: "reports",
      serviceAccount: "updated",
      roleArn,
      tags: { team: "a" },
    });
    const target = `${associations}/${value.association?.associationId ?? ""}`;
    const updated = await call("POST", target, { roleArn });
    expect(updated.status).toBe(200);
    expect((await call("GET", target)).value.association?.tags).toEqual({
      team: "a",
    });
  });

  itOnMinistack("an add-on takes tags and an update", async () => {
    const addons = "/clusters/alpha/addons";
    const { value } = await call("POST", addons, {
      addonName: "eks-pod-identity-agent",
      addonVersion: "v1.3.7-eksbuild.2",
      tags: { team: "a" },
    });
    const target = tagsOf(value.addon?.addonArn ?? "");
    expect((await call("POST", target, { tags: { team: "b" } })).status).toBe(
      200,
    );
    const updated = await lab().client.eks(
      root,
      "POST",
      `${addons}/eks-pod-identity-agent/update`,
      {
        addonVersion: "v1.3.8-eksbuild.2",
      },
    );
    const { id } = (updated.value as { update: { id: string } }).update;
    const update = await lab().client.eks(
      root,
      "GET",
      `/clusters/alpha/updates/${id}?addonName=eks-pod-identity-agent`,
    );
    expect(update).toEqual({
      status: 200,
      value: {
        update: {
          id,
          status: "Successful",
          type: "AddonUpdate",
          params: [],
          errors: [],
          createdAt: 1,
        },
      },
    });
    expect(
      (await call("GET", `${addons}/eks-pod-identity-agent`)).value.addon,
    ).toEqual(
      expect.objectContaining({
        addonVersion: "v1.3.8-eksbuild.2",
        tags: { team: "b" },
      }),
    );
  });

  itOnMinistack("the agent add-on has versions, another has none", async () => {
    const versions = async (name: string): Promise<unknown> =>
      (
        await lab().client.eks(
          root,
          "GET",
          `/addons/supported-versions?addonName=${name}&kubernetesVersion=1.33`,
        )
      ).value;
    expect(await versions("eks-pod-identity-agent")).toEqual({
      addons: [
        {
          addonName: "eks-pod-identity-agent",
          type: "security",
          addonVersions: ["v1.3.7-eksbuild.2", "v1.3.8-eksbuild.2"].map(
            (addonVersion, index) => ({
              addonVersion,
              architecture: ["amd64"],
              compatibilities: [
                {
                  clusterVersion: "1.33",
                  platformVersions: ["*"],
                  defaultVersion: index === 0,
                },
              ],
            }),
          ),
        },
      ],
    });
    expect(await versions("other")).toEqual({ addons: [] });
  });

  itOnMinistack(
    "a repeated request makes one association, another token's a conflict",
    async () => {
      const wanted = {
        namespace: "reports",
        serviceAccount: "repeated",
        roleArn,
        clientRequestToken: "1",
      };
      const answers = await Promise.all(
        [1, 2, 3].map(() => call("POST", associations, wanted)),
      );
      const ids = answers.map(({ value }) => value.association?.associationId);
      expect(new Set(ids).size).toBe(1);
      expect(ids[0]).toMatch(/^a-/);
      expect(
        (
          await call("POST", associations, {
            ...wanted,
            clientRequestToken: "2",
          })
        ).status,
      ).toBe(409);
      expect(
        (await call("POST", associations, { ...wanted, serviceAccount: "x" }))
          .value.association?.associationId,
      ).not.toBe(ids[0]);
    },
  );

  itOnMinistack("a cluster has the lab's issuer", async () => {
    const { value } = await lab().client.eks(root, "GET", "/clusters/alpha");
    expect(value).toEqual({
      cluster: expect.objectContaining({
        name: "alpha",
        identity: { oidc: { issuer: cluster.issuer } },
      }) as object,
    });
  });

  itOnMinistack(
    "who has no permissions changes and reads nothing",
    async () => {
      const { client } = lab();
      const assumed = await client.signed(
        { ...root, service: "sts" },
        "POST",
        "/",
        new URLSearchParams({
          Version: "2011-06-15",
          Action: "AssumeRole",
          RoleArn: roleArn,
          RoleSessionName: "weak",
        }).toString(),
      );
      const element = (name: string): string =>
        new RegExp(`<${name}>(.*)</${name}>`).exec(
          assumed.body.toString(),
        )?.[1] ?? "";
      const credentials = {
        accessKeyId: element("AccessKeyId"),
        secretAccessKey: element("SecretAccessKey"),
        sessionToken: element("SessionToken"),
      };
      for (const [method, target] of [
        [
          "POST",
          tagsOf(
            `arn:aws:eks:${region}:${account}:podidentityassociation/alpha/a-1`,
          ),
        ],
        [
          "GET",
          tagsOf(
            `arn:aws:eks:${region}:${account}:podidentityassociation/alpha/a-1`,
          ),
        ],
        ["GET", "/clusters/alpha/updates/1"],
        [
          "GET",
          "/addons/supported-versions?kubernetesVersion=1.33&addonName=x",
        ],
      ] as const) {
        const signing = { region, service: "eks" as const };
        const weak = await client.signed(
          { ...signing, credentials },
          method,
          target,
          method === "POST" ? "{}" : "",
        );
        expect([target, weak.status, weak.headers["x-amzn-errortype"]]).toEqual(
          [target, 403, "AccessDeniedException"],
        );
        const forged = await client.signed(
          { ...signing, credentials: { ...credentials, secretAccessKey: "x" } },
          method,
          target,
          method === "POST" ? "{}" : "",
        );
        expect(forged.status).toBe(403);
      }
    },
  );
});

describe("before a server that is told what to answer", () => {
  function eks(
    front: TestFront,
    method: string,
    target: string,
    body = "",
  ): Promise<Answer> {
    return send(front.port, {
      method,
      target,
      body,
      headers: signedFor("eks"),
    });
  }
  const wanted = JSON.stringify({ clientRequestToken: "1" });

  test("what failed is tried again under its token", async () => {
    const statuses = [503, 200];
    const front = await startTestFront(() => ({
      status: statuses.shift() ?? 500,
      body: "{}",
    }));
    expect((await eks(front, "POST", associations, wanted)).status).toBe(503);
    expect((await eks(front, "POST", associations, wanted)).status).toBe(200);
    expect((await eks(front, "POST", associations, wanted)).status).toBe(200);
    expect(front.passedOn).toHaveLength(2);
  });

  test("a token is one of a signer, region, cluster and request", async () => {
    const front = await startTestFront();
    for (const [target, authorization, body] of [
      [associations, "", wanted],
      ["/clusters/beta/pod-identity-associations", "", wanted],
      [associations, "eu-west-1", wanted],
      [
        associations,
        "",
        JSON.stringify({ clientRequestToken: "1", namespace: "x" }),
      ],
      [associations, "", "{}"],
      [associations, "", "{}"],
      [associations, "", JSON.stringify({ clientRequestToken: 1 })],
      [associations, "", "null"],
    ] as const)
      await front.send({
        method: "POST",
        target,
        body,
        headers: {
          authorization: signedFor("eks").authorization.replace(
            region,
            authorization || region,
          ),
        },
      });
    expect(front.passedOn).toHaveLength(8);
  });

  test.each([403, 404, 500])(
    "a gap is filled after a yes only, not after %d",
    async (status) => {
      const front = await startTestFront(() => ({ status, body: gap.body }));
      for (const target of [
        "/clusters/alpha/updates/1",
        "/addons/supported-versions",
        "/tags/arn:aws:eks:us-east-1:1:addon%2Fa%2Fb%2Fc",
      ])
        expect((await eks(front, "GET", target)).status).toBe(status);
    },
  );

  test("other gaps stay gaps", async () => {
    const front = await startTestFront(() => gap);
    for (const [method, target] of [
      ["POST", "/clusters/alpha/updates/1"],
      ["GET", "/clusters/alpha/insights"],
      ["GET", "/addons/configuration-schemas"],
    ] as const)
      expect(await eks(front, method, target)).toEqual(
        expect.objectContaining(gap),
      );
  });

  test("a cluster gets what the lab knows of it, and no other cluster does", async () => {
    const full = {
      ...cluster,
      endpoint: "https://127.0.0.1:6443",
      certificateAuthority: "Q0E=",
    };
    const front = await startTestFront(
      ({ path }) => ({
        status: 200,
        body: JSON.stringify({
          cluster: {
            name: "alpha",
            arn: `arn:aws:eks:${region}:${path.endsWith("mine") ? account : "444444444444"}:cluster/alpha`,
            endpoint: "https://made-up",
            version: "1.33",
          },
        }),
      }),
      [full],
    );
    expect(
      JSON.parse((await eks(front, "GET", "/clusters/mine")).body),
    ).toEqual({
      cluster: {
        name: "alpha",
        arn: `arn:aws:eks:${region}:${account}:cluster/alpha`,
        endpoint: full.endpoint,
        version: "1.33",
        identity: { oidc: { issuer: cluster.issuer } },
        certificateAuthority: { data: "Q0E=" },
      },
    });
    expect((await eks(front, "GET", "/clusters/other")).body).toContain(
      "https://made-up",
    );
  });

  test.each([
    "",
    "null",
    "[]",
    "1",
    "{",
    '{"cluster":null}',
    '{"addon":{}}',
    '{"association":"x"}',
  ])("an answer of %j goes through as it is", async (body) => {
    const front = await startTestFront(() => ({ status: 200, body }));
    expect(await eks(front, "GET", "/clusters/alpha")).toEqual(
      expect.objectContaining({ status: 200, body }),
    );
  });
});
