import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  account,
  clusterFields,
  environmentFields,
  issuer,
  type Fields,
} from "../support/environment-fields";
import { itNeeds } from "../support/component";
import { startServer } from "../support/loopback-server";
import { postgres, startPostgres } from "../support/postgres";
import { startHttpStateServer } from "../support/http-state-server";
import { startS3Server } from "../support/s3-server";
import { synthesizeFields } from "../support/synthesize";
import { temporaryFolder } from "../support/temporary-folder";
import { runTerraform, terraform } from "../support/terraform";

const stackNames = ["test-eu", "test-us"] as const;

/**
 * A project folder whose stacks hold the synthesized backend block and an output that names the stack:
 * state is read, locked and written as for the whole stack, without a provider.
 */
async function projectWith(backend: Fields): Promise<string> {
  const stacks = await synthesizeFields(
    environmentFields({
      backend,
      clusters: {
        us: clusterFields({ retired: true }),
        eu: clusterFields({ retired: true, issuer: issuer("eu") }),
      },
    }),
  );
  return temporaryFolder(
    Object.fromEntries(
      [...stacks.values()].map(({ name, root }) => [
        `cdktf.out/stacks/${name}/cdk.tf.json`,
        JSON.stringify({
          terraform: { backend: root.terraform.backend },
          output: { stack: { value: name } },
        }),
      ]),
    ),
  );
}

async function inStack(
  project: string,
  stack: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { status, stdout, stderr } = await runTerraform(
    join(project, "cdktf.out", "stacks", stack),
    [...args, "-input=false", "-no-color"],
    env,
  );
  return { status, text: `${stdout}${stderr}` };
}

/** Initializes and applies both stacks. */
async function deploy(
  project: string,
  env: Readonly<Record<string, string>> = {},
  initOptions: readonly string[] = [],
): Promise<void> {
  for (const stack of stackNames)
    for (const args of [
      ["init", ...initOptions],
      ["apply", "-auto-approve"],
    ]) {
      const { status, text } = await inStack(project, stack, args, env);
      if (status !== 0) throw new Error(`${stack}: ${args.join(" ")}: ${text}`);
    }
}

/** The output that a state holds. */
function stackIn(state: string | undefined): unknown {
  const { outputs } = JSON.parse(state ?? "{}") as {
    readonly outputs?: { readonly stack?: { readonly value?: unknown } };
  };
  return outputs?.stack?.value;
}

itNeeds(
  [terraform],
  "local keeps each stack's state in the project, below its folder",
  async () => {
    const project = await projectWith({
      local: { directory: "my ${x} state" },
    });
    await deploy(project);
    for (const stack of stackNames)
      expect(
        stackIn(
          readFileSync(
            join(project, "my ${x} state", `${stack}.tfstate`),
            "utf8",
          ),
        ),
      ).toBe(stack);
    expect(
      existsSync(
        join(project, "cdktf.out", "stacks", "test-us", "terraform.tfstate"),
      ),
    ).toBe(false);
  },
);

itNeeds(
  [terraform],
  "http locks, writes and unlocks each stack's state, apart from the other's",
  async () => {
    const server = await startHttpStateServer();
    const project = await projectWith({
      http: { address: `${server.address}/tf` },
    });
    await deploy(project);
    expect([...server.states.keys()].sort()).toEqual([
      "/tf/test-eu",
      "/tf/test-us",
    ]);
    for (const stack of stackNames) {
      expect(stackIn(server.states.get(`/tf/${stack}`))).toBe(stack);
      const changes = server.requests.filter(
        (request) =>
          request.includes(`/tf/${stack}`) && !request.startsWith("GET"),
      );
      expect(changes).toEqual([
        `LOCK /tf/${stack}/lock`,
        `POST /tf/${stack}`,
        `UNLOCK /tf/${stack}/lock`,
      ]);
    }
    expect(server.locks.size).toBe(0);
  },
);

itNeeds(
  [terraform],
  "http refuses a stack whose state someone else has locked, and not the other",
  async () => {
    const server = await startHttpStateServer();
    const project = await projectWith({ http: { address: server.address } });
    await deploy(project);
    server.locks.set(
      "/test-us/lock",
      JSON.stringify({ ID: "someone", Operation: "OperationTypeApply" }),
    );
    const us = await inStack(project, "test-us", ["apply", "-auto-approve"]);
    expect(us.status).toBe(1);
    expect(us.text).toContain("Error acquiring the state lock");
    const eu = await inStack(project, "test-eu", ["apply", "-auto-approve"]);
    expect(eu.status).toBe(0);
  },
);

describe("s3", () => {
  // The server has no name, so that the bucket can't be a part of it.
  const pathStyle = ["-backend-config=use_path_style=true"];
  const prepare = async (s3: Fields) => {
    const server = await startS3Server(account);
    const project = await projectWith({
      s3: { bucket: "acme-state", region: "us-east-1", prefix: "id", ...s3 },
    });
    const env = {
      AWS_ENDPOINT_URL_S3: server.address,
      AWS_ENDPOINT_URL_STS: server.address,
      AWS_REQUEST_CHECKSUM_CALCULATION: "when_required",
    };
    return { server, project, env };
  };

  itNeeds(
    [terraform],
    "s3 locks each stack's state by an object beside it, and encrypts it",
    async () => {
      const { server, project, env } = await prepare({});
      await deploy(project, env, pathStyle);
      expect([...server.objects.keys()].sort()).toEqual([
        "/acme-state/id/test-eu.tfstate",
        "/acme-state/id/test-us.tfstate",
      ]);
      for (const stack of stackNames) {
        const key = `/acme-state/id/${stack}.tfstate`;
        const object = server.objects.get(key);
        expect(stackIn(object?.text)).toBe(stack);
        expect(object?.encryption).toBe("AES256");
        expect(
          server.requests.filter(
            (request) => request.includes(key) && /^(PUT|DELETE)/.test(request),
          ),
        ).toEqual([`PUT ${key}.tflock`, `PUT ${key}`, `DELETE ${key}.tflock`]);
      }
    },
  );

  itNeeds([terraform], "s3 refuses a stack whose state is locked", async () => {
    const { server, project, env } = await prepare({});
    await deploy(project, env, pathStyle);
    server.objects.set("/acme-state/id/test-us.tfstate.tflock", {
      text: JSON.stringify({ ID: "someone" }),
      encryption: "",
    });
    const us = await inStack(
      project,
      "test-us",
      ["apply", "-auto-approve"],
      env,
    );
    expect(us.status).toBe(1);
    expect(us.text).toContain("Error acquiring the state lock");
  });

  itNeeds(
    [terraform],
    "s3 assumes the declared role and encrypts with the declared key",
    async () => {
      const { server, project, env } = await prepare({
        kmsKeyId: "alias/terraform",
        assumeRole: {
          roleArn: `arn:aws:iam::${account}:role/state`,
          externalId: "acme/1",
        },
      });
      await deploy(project, env, pathStyle);
      const assumed = server.calls.find(
        (call) => call.get("Action") === "AssumeRole",
      );
      expect(assumed?.get("RoleArn")).toBe(
        `arn:aws:iam::${account}:role/state`,
      );
      expect(assumed?.get("ExternalId")).toBe("acme/1");
      expect(
        server.objects.get("/acme-state/id/test-us.tfstate")?.encryption,
      ).toBe("aws:kms alias/terraform");
    },
  );

  itNeeds(
    [terraform],
    "s3 refuses credentials of another account than the assumed role's",
    async () => {
      const { project, env } = await prepare({
        assumeRole: { roleArn: "arn:aws:iam::444455556666:role/state" },
      });
      const { status, text } = await inStack(project, "test-us", ["init"], env);
      expect(status).toBe(1);
      expect(text).toContain("AWS account ID not allowed");
    },
  );
});

itNeeds(
  [terraform, postgres],
  "pg keeps each stack's state in a schema of its own",
  async () => {
    const database = await startPostgres();
    const project = await projectWith({ pg: { schemaName: "identity" } });
    await deploy(project, { PG_CONN_STR: database.connection });
    for (const stack of stackNames)
      expect(
        stackIn(
          await database.query(
            `SELECT data FROM "identity_${stack}".states WHERE name = 'default'`,
          ),
        ),
      ).toBe(stack);
  },
);

/** What terraform says of a backend block that it doesn't understand. */
const schemaErrors =
  /Unsupported argument|Unsupported block type|Invalid backend configuration argument|Missing required argument|No argument or block type is named|Reserved argument name|Incorrect attribute value type|Invalid backend type|Variables not allowed/;

describe("a backend whose service is not here is understood, and only not reached", () => {
  const cases: readonly {
    readonly kind: string;
    readonly backend: Fields;
    readonly env?: Readonly<Record<string, string>>;
    readonly error: RegExp;
  }[] = [
    {
      kind: "azurerm",
      backend: {
        azurerm: {
          resourceGroupName: "state",
          storageAccountName: "acmestate",
          containerName: "tfstate",
          prefix: "identity",
        },
      },
      error: /Azure|az login|subscription|authoriz/i,
    },
    {
      kind: "remote",
      backend: {
        remote: {
          organization: "acme",
          hostname: "localhost",
          prefix: "identity",
        },
      },
      error:
        /Failed to request discovery document|Required token could not be found/,
    },
    {
      kind: "consul",
      backend: {
        consul: { address: "127.0.0.1:1", scheme: "http", prefix: "identity" },
      },
      error: /connection refused/,
    },
    {
      kind: "pg",
      backend: { pg: { schemaName: "identity" } },
      env: { PG_CONN_STR: "postgres://127.0.0.1:1/state?sslmode=disable" },
      error: /connection refused/,
    },
  ];
  for (const { kind, backend, env, error } of cases)
    itNeeds([terraform], kind, async () => {
      const project = await projectWith(backend);
      for (const stack of stackNames) {
        const { status, text } = await inStack(project, stack, ["init"], env);
        expect(status).toBe(1);
        expect(text).not.toMatch(schemaErrors);
        expect(text.replace(/\s+/g, " ")).toMatch(error);
      }
    });

  itNeeds([terraform], "gcs", async () => {
    const address = await startServer(() => ({ status: 401, body: "{}" }));
    const project = await projectWith({
      gcs: { bucket: "acme-state", prefix: "identity" },
    });
    for (const stack of stackNames) {
      const { status, text } = await inStack(project, stack, ["init"], {
        GOOGLE_OAUTH_ACCESS_TOKEN: "none",
        GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT: `${address}/storage/v1/`,
      });
      expect(status).toBe(1);
      expect(text).not.toMatch(schemaErrors);
      expect(text).toMatch(/querying Cloud Storage failed: .*401/);
    }
  });

  itNeeds(
    [terraform],
    "which a block with a wrong argument is not",
    async () => {
      const project = temporaryFolder({
        "cdktf.out/stacks/test-us/cdk.tf.json": JSON.stringify({
          terraform: { backend: { consul: { path: "a", nonsense: true } } },
        }),
      });
      const { status, text } = await inStack(project, "test-us", ["init"]);
      expect(status).toBe(1);
      expect(text).toMatch(schemaErrors);
    },
  );
});
