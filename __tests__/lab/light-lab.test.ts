import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  assumeForPod,
  assumeWithToken,
  type RoleAnswer,
} from "../../lab/checks/aws-calls";
import { identityTable } from "../../lab/checks/identity-table";
import { irsaMutations, podIdentityMutations } from "./mutations";
import type { TokenRequest } from "../../lab/front/issuer";
import { elementsOf } from "../../lab/front/xml";
import { runTerraform } from "../../lab/terraform";
import { prepareLab, type DeployedLab } from "./deployed-lab";

const account = "777788889999";
const echoRole = `arn:aws:iam::${account}:role/workloads/lab-us-echo`;
const reportsRole = `arn:aws:iam::${account}:role/workloads/lab-us-reports`;
const stacks = ["lab-us", "lab-eu"];
const denied = {
  code: "AccessDenied",
  message: "Not authorized to perform sts:AssumeRoleWithWebIdentity",
};

let prepared: DeployedLab | string;

beforeAll(async () => {
  prepared = await prepareLab();
  if (typeof prepared === "string") {
    console.warn(
      `NOT PROVED: deploys and identities of the light lab: ${prepared}`,
    );
    return;
  }
  for (const stack of stacks) await apply(stack);
}, 120_000);
afterAll(async () => {
  if (typeof prepared !== "string") await prepared.close();
});

/** A test of the lab; where a component is missing, beforeAll has said so. */
function labTest(
  name: string,
  check: (deployed: DeployedLab) => Promise<void>,
): void {
  test(
    name,
    async () => {
      if (typeof prepared !== "string") await check(prepared);
    },
    120_000,
  );
}

describe("what was deployed", () => {
  labTest("a second plan is empty on every stack", async (one) => {
    for (const stack of stacks)
      expect(
        (
          await runTerraform(
            one.terraform(stack),
            "plan",
            "-detailed-exitcode",
            "-no-color",
          )
        ).status,
      ).toBe(0);
  });

  labTest(
    "every workload's pods get the declared role, and a neighbour's none",
    async (one) => {
      const rows = await identityTable(one.lab, one.environment, one.outdir);
      expect(rows).toHaveLength(5);
      expect(rows.filter(({ right }) => !right)).toEqual([]);
    },
  );
});

describe("tokens that were not issued for this", () => {
  labTest(
    "another service account is denied with the same annotation",
    async (one) => {
      expect(await askIrsa(one, { serviceAccount: "neighbour" })).toEqual(
        denied,
      );
    },
  );
  labTest("another namespace is denied", async (one) => {
    expect(await askIrsa(one, { namespace: "ech0" })).toEqual(denied);
  });
  labTest("another cluster's token is denied", async (one) => {
    expect(await askIrsa(one, {}, "eu")).toEqual(denied);
  });
  labTest(
    "an audience that the provider doesn't have is refused",
    async (one) => {
      expect(await askIrsa(one, { audience: "vault" })).toEqual({
        code: "InvalidIdentityToken",
        message: "Incorrect token audience",
      });
    },
  );
  labTest("another audience of the provider is denied", async (one) => {
    expect(await askIrsa(one, { audience: "sts.example.com" })).toEqual(denied);
  });
  labTest(
    "an edited claim and an edited signature are refused",
    async (one) => {
      const token = issue(one, { serviceAccount: "neighbour" });
      const [header = "", payload = "", signature = ""] = token.split(".");
      const claims = JSON.parse(
        Buffer.from(payload, "base64url").toString(),
      ) as object;
      const forged = Buffer.from(
        JSON.stringify({ ...claims, sub: "system:serviceaccount:echo:aws-sa" }),
      ).toString("base64url");
      const refused = {
        code: "InvalidIdentityToken",
        message: "Signature verification failed",
      };
      expect(
        await assumeWithToken(
          one.lab.endpoint,
          echoRole,
          [header, forged, signature].join("."),
        ),
      ).toEqual(refused);
      const own = issue(one, {}).split(".");
      expect(
        await assumeWithToken(
          one.lab.endpoint,
          echoRole,
          [own[0], own[1], reverse(own[2] ?? "")].join("."),
        ),
      ).toEqual(refused);
    },
  );
});

describe("Pod Identity for others", () => {
  const none = (serviceAccount: string, namespace: string) => ({
    code: "ResourceNotFoundException",
    message: `No association found for service account ${serviceAccount} in namespace ${namespace}`,
  });
  labTest("the declared service account gets the role", async (one) => {
    expect(await askPod(one, {})).toEqual({
      role: expect.stringMatching(
        new RegExp(
          `^arn:aws:sts::${account}:assumed-role/lab-us-reports/eks-lab-us-`,
        ),
      ) as string,
    });
  });
  labTest(
    "another service account and another namespace have no association",
    async (one) => {
      expect(await askPod(one, { serviceAccount: "neighbour" })).toEqual(
        none("neighbour", "reports"),
      );
      expect(await askPod(one, { namespace: "other" })).toEqual(
        none("reporter", "other"),
      );
    },
  );
  labTest(
    "a token for STS, one that is bound to no pod and an edited one are refused",
    async (one) => {
      expect(await askPod(one, { audience: "sts.amazonaws.com" })).toEqual({
        code: "InvalidTokenException",
        message: "Token audience must be pods.eks.amazonaws.com",
      });
      const { pod, ...unbound } = podToken({});
      expect(pod).toBeDefined();
      const issuer = one.lab.issuers.get("us");
      expect(
        await assumeForPod(
          one.lab.endpoint,
          "lab-us",
          issuer?.issue(unbound) ?? "",
        ),
      ).toEqual({
        code: "InvalidTokenException",
        message: "Token is not of a pod of this cluster",
      });
      const token = issuer?.issue(podToken({})) ?? "";
      expect(
        await assumeForPod(
          one.lab.endpoint,
          "lab-us",
          token.replace(/[^.]+$/, reverse),
        ),
      ).toEqual({
        code: "InvalidTokenException",
        message: "Signature verification failed",
      });
    },
  );
  labTest("the agent answers at its own address only", async (one) => {
    const { port } = new URL(one.lab.agent);
    const response = await fetch(`http://localhost:${port}/v1/credentials`);
    expect([response.status, await response.text()]).toEqual([
      403,
      "Called agent through invalid address",
    ]);
  });
});

describe("changes that a person could make, deployed by Terraform", () => {
  labTest(
    "sub one letter off denies, and restored gives the role again",
    async (one) => {
      await one.change((text) =>
        text.replace(
          "serviceAccount: echo/aws-sa",
          "serviceAccount: echo/aws-sb",
        ),
      );
      await apply("lab-us");
      expect(await askIrsa(one, {})).toEqual(denied);
      await restore(one);
      expect(await askIrsa(one, {})).toHaveProperty("role");
    },
  );

  labTest(
    "without the OIDC provider nobody gets in, and with it again",
    async (one) => {
      const found = await runTerraform(
        one.terraform("lab-us"),
        "destroy",
        "-target=aws_iam_openid_connect_provider.cluster",
        "-auto-approve",
        "-no-color",
      );
      expect(found.status).toBe(0);
      expect(await askIrsa(one, {})).toEqual({
        code: "InvalidIdentityToken",
        message: `No OpenIDConnect provider found in your account for ${one.lab.issuers.get("us")?.url ?? ""}`,
      });
      await restore(one);
      expect(await askIrsa(one, {})).toHaveProperty("role");
    },
  );

  labTest(
    "a workload that leaves the file loses its association",
    async (one) => {
      await one.change((text) =>
        text.replace(/ {2}reports:[\s\S]*?(?= {2}exchange:)/, ""),
      );
      await apply("lab-us");
      expect(await askPod(one, {})).toEqual({
        code: "ResourceNotFoundException",
        message:
          "No association found for service account reporter in namespace reports",
      });
      await restore(one);
      expect(await askPod(one, {})).toHaveProperty("role");
    },
  );
});

describe("damage to a trust policy is noticed", () => {
  labTest(
    "undamaged, exactly the declared service accounts get in",
    async (one) => {
      expect(await irsaAccess(one)).toEqual(["own"]);
      expect(await podAccess(one)).toEqual(["own"]);
    },
  );
  test.each(irsaMutations)("IRSA: $name", async ({ damage }) => {
    if (typeof prepared === "string") return;
    await withDamage(prepared, "lab-us-echo", damage, async (one) => {
      expect(await irsaAccess(one)).not.toEqual(["own"]);
    });
  });
  test.each(podIdentityMutations)("Pod Identity: $name", async ({ damage }) => {
    if (typeof prepared === "string") return;
    await withDamage(prepared, "lab-us-reports", damage, async (one) => {
      expect(await podAccess(one)).not.toEqual(["own"]);
    });
  });
  labTest("sts:TagSession is asked for by name", async (one) => {
    await withDamage(
      one,
      "lab-us-reports",
      (text) => text.replace(',"sts:TagSession"', ""),
      async () => {
        expect(await askPod(one, {})).toHaveProperty(
          "code",
          "AccessDeniedException",
        );
      },
    );
  });
});

describe("at the end", () => {
  labTest("destroy leaves nothing behind", async (one) => {
    for (const stack of stacks) {
      const { status, output } = await runTerraform(
        one.terraform(stack),
        "destroy",
        "-auto-approve",
        "-no-color",
      );
      expect([status, output.slice(-2_000)]).toEqual([0, expect.any(String)]);
    }
    const roles = await one.lab.upstream.iam(account, { Action: "ListRoles" });
    expect(elementsOf(roles.body.toString(), "RoleName")).toEqual([
      "eks-cluster",
    ]);
    const providers = await one.lab.upstream.iam(account, {
      Action: "ListOpenIDConnectProviders",
    });
    expect(elementsOf(providers.body.toString(), "Arn")).toEqual([]);
    for (const { name, ...cluster } of one.environment.clusters) {
      const { value } = await one.lab.upstream.eks(
        cluster,
        "GET",
        `/clusters/${name}/pod-identity-associations`,
      );
      expect(value).toMatchObject({ associations: [] });
    }
  });
});

async function apply(stack: string): Promise<void> {
  if (typeof prepared === "string") return;
  const { status, output } = await runTerraform(
    prepared.terraform(stack),
    "apply",
    "-auto-approve",
    "-input=false",
    "-no-color",
  );
  if (status !== 0) throw new Error(`apply of ${stack} failed:\n${output}`);
}

async function restore(one: DeployedLab): Promise<void> {
  await one.change((text) => text);
  await apply("lab-us");
}

function issue(
  one: DeployedLab,
  change: Partial<TokenRequest>,
  cluster = "us",
): string {
  return (
    one.lab.issuers.get(cluster)?.issue({
      namespace: "echo",
      serviceAccount: "aws-sa",
      audience: "sts.amazonaws.com",
      pod: "echo-1",
      ...change,
    }) ?? ""
  );
}

function askIrsa(
  one: DeployedLab,
  change: Partial<TokenRequest>,
  cluster = "us",
): Promise<RoleAnswer> {
  return assumeWithToken(
    one.lab.endpoint,
    echoRole,
    issue(one, change, cluster),
  );
}

function podToken(change: Partial<TokenRequest>): TokenRequest {
  return {
    namespace: "reports",
    serviceAccount: "reporter",
    audience: "pods.eks.amazonaws.com",
    pod: "reports-1",
    ...change,
  };
}

function askPod(
  one: DeployedLab,
  change: Partial<TokenRequest>,
  cluster = "us",
): Promise<RoleAnswer> {
  return assumeForPod(
    one.lab.endpoint,
    `lab-${cluster}`,
    one.lab.issuers.get(cluster)?.issue(podToken(change)) ?? "",
  );
}

/** Who of the candidates gets the role by IRSA. */
async function irsaAccess(one: DeployedLab): Promise<string[]> {
  const candidates = {
    own: askIrsa(one, {}),
    "own, another audience": askIrsa(one, { audience: "sts.example.com" }),
    neighbour: askIrsa(one, { serviceAccount: "neighbour" }),
    "another namespace": askIrsa(one, { namespace: "other" }),
    "another cluster": askIrsa(one, {}, "eu"),
  };
  return allowed(candidates);
}

/** Who of the candidates gets the role by Pod Identity, where someone made an association for each. */
async function podAccess(one: DeployedLab): Promise<string[]> {
  const others = [
    { key: "us", namespace: "reports", serviceAccount: "neighbour" },
    { key: "us", namespace: "other", serviceAccount: "reporter" },
    { key: "eu", namespace: "reports", serviceAccount: "reporter" },
  ];
  const made: (() => Promise<unknown>)[] = [];
  for (const { key, ...pod } of others) {
    const cluster = one.environment.clusters.find((two) => two.key === key);
    if (cluster === undefined) throw new Error(`no cluster ${key}`);
    const path = `/clusters/${cluster.name}/pod-identity-associations`;
    const { value } = await one.lab.upstream.eks(cluster, "POST", path, {
      ...pod,
      roleArn: reportsRole,
    });
    const { association } = value as {
      readonly association?: { readonly associationId: string };
    };
    if (association === undefined) throw new Error(JSON.stringify(value));
    made.push(() =>
      one.lab.upstream.eks(
        cluster,
        "DELETE",
        `${path}/${association.associationId}`,
      ),
    );
  }
  try {
    return await allowed({
      own: askPod(one, {}),
      neighbour: askPod(one, { serviceAccount: "neighbour" }),
      "another namespace": askPod(one, { namespace: "other" }),
      "another cluster": askPod(one, {}, "eu"),
    });
  } finally {
    for (const remove of made) await remove();
  }
}

async function allowed(
  candidates: Readonly<Record<string, Promise<RoleAnswer>>>,
): Promise<string[]> {
  const answers = await Promise.all(
    Object.entries(candidates).map(
      async ([name, answer]) => [name, await answer] as const,
    ),
  );
  return answers.flatMap(([name, answer]) => ("role" in answer ? [name] : []));
}

/** Runs a check while a role's deployed trust policy is damaged. */
async function withDamage(
  one: DeployedLab,
  role: string,
  damage: (text: string) => string,
  check: (one: DeployedLab) => Promise<void>,
): Promise<void> {
  const type = JSON.parse(
    readFileSync(join(one.outdir, "stacks/lab-us/cdk.tf.json"), "utf8"),
  ) as {
    readonly resource: {
      readonly aws_iam_role: Readonly<
        Record<string, { readonly assume_role_policy: string }>
      >;
    };
  };
  const text =
    type.resource.aws_iam_role[role.replace("lab-us-", "")]
      ?.assume_role_policy ?? "";
  const damaged = damage(text);
  expect(damaged).not.toBe(text);
  await setTrust(one, role, damaged);
  try {
    await check(one);
  } finally {
    await setTrust(one, role, text);
  }
}

async function setTrust(
  one: DeployedLab,
  role: string,
  text: string,
): Promise<void> {
  const { status, body } = await one.lab.upstream.iam(account, {
    Action: "UpdateAssumeRolePolicy",
    RoleName: role,
    PolicyDocument: text,
  });
  if (status !== 200) throw new Error(body.toString());
}

function reverse(text: string): string {
  return Array.from(text).reverse().join("");
}
