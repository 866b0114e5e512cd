import { serve } from "../../lab/front/http";
import { Upstream } from "../../lab/front/upstream";
import { runTerraform } from "../../lab/terraform";
import { loadEnvironments } from "../../modules/environment";
import { applierPermissions } from "../../modules/hand-off/applier-permissions";
import { prepareLab, type DeployedLab } from "./deployed-lab";

let prepared: DeployedLab | string;

beforeAll(async () => {
  prepared = await prepareLab();
  if (typeof prepared === "string")
    console.warn(`NOT PROVED: the permissions of who applies: ${prepared}`);
}, 120_000);
afterAll(async () => {
  if (typeof prepared !== "string") await prepared.close();
});

const boundary = "arn:aws:iam::777788889999:policy/boundary";

/** The fixture with a boundary and an add-on's configuration, and what people change. */
const first = (text: string): string =>
  text
    .replace("defaults:\n", `defaults:\n  permissionsBoundary: ${boundary}\n`)
    .replace(
      "    region: us-east-1\n",
      "    region: us-east-1\n    agent: addon\n",
    );
const second = (text: string): string =>
  first(text)
    .replace("lab-reports/*", "lab-reports/new/*")
    .replace("tags: { team: platform }", "tags: { team: other }")
    .replace("sts.example.com", "sts.example.org")
    .replace("reports/reporter", "reports/writer")
    .replace(
      "  echo:\n",
      "  echo:\n    role: { description: new, maxSessionDuration: 7200 }\n    permissions: { managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] }\n",
    );

test("every call that Terraform makes is in the applier's permissions", async () => {
  if (typeof prepared === "string") return;
  const { lab, outdir, change, terraform } = prepared;
  await change(first);
  const made = await lab.upstream.signed(
    { account: "777788889999", region: "us-east-1", service: "iam" },
    "POST",
    "/",
    new URLSearchParams({
      Action: "CreatePolicy",
      Version: "2010-05-08",
      PolicyName: "boundary",
      PolicyDocument:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}',
    }).toString(),
  );
  expect(made.status).toBe(200);
  const { environments } = await loadEnvironments({
    directory: `${outdir}/../environments`,
  });
  const [environment] = environments;
  const cluster = environment?.clusters.find(({ key }) => key === "us");
  if (environment === undefined || cluster === undefined)
    throw new Error("the fixture has no cluster us");
  const { applier } = applierPermissions(environment, cluster, {
    backend: "keep",
  });
  const recorder = await startRecorder(lab.endpoint);
  try {
    const run = async (...args: readonly string[]): Promise<void> => {
      const settings = terraform("lab-us");
      const { status, output } = await runTerraform(
        {
          ...settings,
          variables: {
            ...settings.variables,
            AWS_ENDPOINT_URL: recorder.endpoint,
          },
        },
        ...args,
      );
      if (status !== 0) throw new Error(`${args.join(" ")}: ${output}`);
    };
    await run("init", "-input=false", "-reconfigure");
    await run("apply", "-auto-approve", "-input=false");
    await change(second);
    await run("apply", "-auto-approve", "-input=false");
    await run("destroy", "-auto-approve", "-input=false");
  } finally {
    await recorder.close();
  }
  const allowed = new Set(
    applier.Statement.flatMap(({ Action }) => [Action].flat()),
  );
  const called = [...recorder.actions].sort();
  expect(called).toEqual(
    expect.arrayContaining([
      "eks:CreateAddon",
      "eks:CreatePodIdentityAssociation",
      "iam:AttachRolePolicy",
      "iam:DeleteRole",
      "iam:UpdateAssumeRolePolicy",
      "s3:PutObject",
    ]),
  );
  expect(called.filter((action) => !allowed.has(action))).toEqual([
    // Needs no permission.
    "sts:GetCallerIdentity",
  ]);
}, 180_000);

interface Recorder {
  readonly endpoint: string;
  readonly actions: ReadonlySet<string>;
  readonly close: () => Promise<void>;
}

/** An AWS endpoint that notes the IAM action of every request. */
async function startRecorder(endpoint: string): Promise<Recorder> {
  const behind = new Upstream(Number(new URL(endpoint).port));
  const actions = new Set<string>();
  const server = await serve({ host: "127.0.0.1", port: 0 }, (request) => {
    const headers = { ...request.headers };
    delete headers.connection;
    delete headers["transfer-encoding"];
    const scope = /Credential=[^/]+\/\d+\/[^/]+\/(\w+)\//.exec(
      headers.authorization ?? "",
    );
    actions.add(
      actionOf(
        scope?.[1] ?? "",
        request.method,
        request.target,
        request.body.toString(),
      ),
    );
    return behind.send(request.method, request.target, headers, request.body);
  });
  return {
    endpoint: `http://127.0.0.1:${server.port}`,
    actions,
    close: async () => {
      await server.close();
      behind.close();
    },
  };
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations.html */
const eksActions: readonly (readonly [RegExp, string])[] = [
  [/^GET \/clusters\/[^/]+$/, "DescribeCluster"],
  [/^POST \/clusters\/[^/]+\/addons$/, "CreateAddon"],
  [/^GET \/clusters\/[^/]+\/addons\/[^/]+$/, "DescribeAddon"],
  [/^POST \/clusters\/[^/]+\/addons\/[^/]+\/update$/, "UpdateAddon"],
  [/^DELETE \/clusters\/[^/]+\/addons\/[^/]+$/, "DeleteAddon"],
  [/^GET \/clusters\/[^/]+\/updates\/[^/]+$/, "DescribeUpdate"],
  [
    /^POST \/clusters\/[^/]+\/pod-identity-associations$/,
    "CreatePodIdentityAssociation",
  ],
  [
    /^GET \/clusters\/[^/]+\/pod-identity-associations$/,
    "ListPodIdentityAssociations",
  ],
  [
    /^GET \/clusters\/[^/]+\/pod-identity-associations\/[^/]+$/,
    "DescribePodIdentityAssociation",
  ],
  [
    /^POST \/clusters\/[^/]+\/pod-identity-associations\/[^/]+$/,
    "UpdatePodIdentityAssociation",
  ],
  [
    /^DELETE \/clusters\/[^/]+\/pod-identity-associations\/[^/]+$/,
    "DeletePodIdentityAssociation",
  ],
  [/^POST \/tags\//, "TagResource"],
  [/^DELETE \/tags\//, "UntagResource"],
];

function actionOf(
  service: string,
  method: string,
  target: string,
  body: string,
): string {
  const path = decodeURIComponent(target.split("?")[0] ?? "");
  const what = `${method} ${path}`;
  if (service === "iam" || service === "sts")
    return `${service}:${new URLSearchParams(body).get("Action") ?? what}`;
  if (service === "s3") {
    const object = path.split("/").length > 2 && !path.endsWith("/");
    const verb = { GET: "Get", HEAD: "Get", PUT: "Put", DELETE: "Delete" }[
      method
    ];
    return object && verb !== undefined ? `s3:${verb}Object` : "s3:ListBucket";
  }
  const known = eksActions.find(([pattern]) => pattern.test(what));
  return `${service}:${known?.[1] ?? what}`;
}
