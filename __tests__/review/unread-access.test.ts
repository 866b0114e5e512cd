import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  digestOf,
  exitStatus,
  isReduced,
  readPlan,
  type Severity,
} from "../../modules/review";
import { keptAttributes } from "../../modules/review/plan/identity-types";
import { unreadTypeOf } from "../../modules/review/plan/unread-type-of";
import { unreadTypes } from "../../modules/review/plan/unread-types";
import { itNeeds } from "../support/component";
import { temporaryFolder } from "../support/temporary-folder";
import {
  initWithoutBackend,
  provider,
  runTerraform,
  terraform,
} from "../support/terraform";
import { planText, reviewOf, type PlannedResource } from "./support/plan";

/** Severity and address of each risk of the rule. */
async function foundIn(
  ...resources: readonly PlannedResource[]
): Promise<readonly (readonly [Severity, string | undefined])[]> {
  const review = await reviewOf(resources);
  return review.flags
    .filter(({ id }) => id === "unread-access")
    .map(({ severity, address }) => [severity, address]);
}

const configMap = (name: string): PlannedResource => ({
  address: "kubernetes_config_map_v1_data.x",
  after: {
    metadata: [{ name, namespace: "kube-system" }],
    data: { mapRoles: "- rolearn: arn:aws:iam::111122223333:role/x" },
  },
});

const manifest = (
  apiVersion: string,
  kind: string,
  name = "x",
): PlannedResource => ({
  address: "kubernetes_manifest.x",
  after: { manifest: { apiVersion, kind, metadata: { name } } },
});

/** The specification of a deployment. */
const runningAs = (
  service_account_name: string | undefined,
  image: string,
): readonly object[] => [
  { template: [{ spec: [{ service_account_name, container: [{ image }] }] }] },
];

const deployment = (
  serviceAccountName: string,
  image: string,
): Readonly<Record<string, unknown>> => ({
  manifest: {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "x", namespace: "echo" },
    spec: {
      template: { spec: { serviceAccountName, containers: [{ image }] } },
    },
  },
});

/** What an event starts as a role. */
const target = (arn: string | undefined): PlannedResource => ({
  address: "aws_cloudwatch_event_target.x",
  after: { arn, role_arn: "r", run_command_targets: [] },
});

const job = (
  jobRoleArn: string,
  image: string,
): Readonly<Record<string, unknown>> => ({
  container_properties: JSON.stringify({ jobRoleArn, image, privileged: true }),
});

const notebooks = (
  execution_role: string | undefined,
  more: boolean,
): Readonly<Record<string, unknown>> => ({
  default_user_settings: [{ execution_role, jupyter: [{ more }] }],
});

const topic = { policy: '{"Statement":[]}', display_name: "a" };

interface Schema {
  readonly block: {
    readonly attributes?: Readonly<Record<string, unknown>>;
    readonly block_types?: Readonly<Record<string, unknown>>;
  };
}

const says =
  /(?:policy|policies|permissions?|grants?|credentials?|membership|_access_key|_principal|login_profile)$/;
const services = /^aws_(?:iam|eks|ssoadmin|rolesanywhere|organizations|ram)_/;

/** Types that sound like access and give none of the account's or the cluster's. */
const harmless: readonly string[] = [
  "aws_app_cookie_stickiness_policy",
  "aws_appautoscaling_policy",
  "aws_autoscaling_policy",
  "aws_batch_scheduling_policy",
  "aws_chime_voice_connector_termination_credentials",
  "aws_cleanrooms_membership",
  "aws_cloud9_environment_membership",
  "aws_cloudfront_cache_policy",
  "aws_cloudfront_continuous_deployment_policy",
  "aws_cloudfront_origin_request_policy",
  "aws_cloudfront_response_headers_policy",
  "aws_cloudwatch_log_account_policy",
  "aws_cloudwatch_log_data_protection_policy",
  "aws_cloudwatch_log_index_policy",
  "aws_codebuild_source_credential",
  "aws_dlm_lifecycle_policy",
  "aws_ecr_lifecycle_policy",
  "aws_efs_backup_policy",
  "aws_eks_fargate_profile",
  "aws_eks_node_group",
  "aws_emr_managed_scaling_policy",
  "aws_fms_policy",
  "aws_iam_account_alias",
  "aws_iam_account_password_policy",
  "aws_iam_organizations_features",
  "aws_iam_security_token_service_preferences",
  "aws_iam_server_certificate",
  "aws_iam_service_linked_role",
  "aws_iam_virtual_mfa_device",
  "aws_imagebuilder_lifecycle_policy",
  "aws_iot_thing_group_membership",
  "aws_lb_cookie_stickiness_policy",
  "aws_lb_ssl_negotiation_policy",
  "aws_licensemanager_grant",
  "aws_lightsail_lb_https_redirection_policy",
  "aws_lightsail_lb_stickiness_policy",
  "aws_load_balancer_backend_server_policy",
  "aws_load_balancer_listener_policy",
  "aws_load_balancer_policy",
  "aws_network_interface_permission",
  "aws_networkfirewall_firewall_policy",
  "aws_opensearchserverless_lifecycle_policy",
  "aws_opensearchserverless_security_policy",
  "aws_organizations_account",
  "aws_organizations_organization",
  "aws_organizations_organizational_unit",
  "aws_proxy_protocol_policy",
  "aws_quicksight_folder_membership",
  "aws_quicksight_group_membership",
  "aws_quicksight_role_membership",
  "aws_ram_resource_share_accepter",
  "aws_ram_sharing_with_organization",
  "aws_redshift_snapshot_copy_grant",
  "aws_resiliencehub_resiliency_policy",
  "aws_route53_traffic_policy",
  "aws_securityhub_configuration_policy",
  "aws_sns_topic_data_protection_policy",
  "aws_sqs_queue_redrive_allow_policy",
  "aws_sqs_queue_redrive_policy",
  "aws_ssoadmin_application",
  "aws_ssoadmin_application_access_scope",
  "aws_ssoadmin_application_assignment_configuration",
  "aws_verifiedpermissions_policy",
];

describe("access that isn't read", () => {
  it.each<[string, Severity, PlannedResource]>([
    ["a user's key", "high", { address: "aws_iam_access_key.x", after: {} }],
    [
      "an access entry",
      "high",
      { address: "aws_eks_access_entry.x", before: { type: "a" }, after: {} },
    ],
    [
      "an access entry that goes",
      "medium",
      { address: "aws_eks_access_entry.x", before: {} },
    ],
    [
      "a bucket's policy",
      "medium",
      { address: "aws_s3_bucket_policy.x", after: {} },
    ],
    [
      "a key with a policy",
      "medium",
      { address: "aws_kms_key.x", after: { policy: "{}" } },
    ],
    [
      "a key whose policy is known after apply",
      "medium",
      {
        address: "aws_kms_key.x",
        after: {},
        unknown: { policy: true },
        expressions: { policy: { references: ["local.p"] } },
      },
    ],
    [
      "a cluster's access",
      "medium",
      {
        address: "aws_eks_cluster.x",
        before: { access_config: [{ authentication_mode: "API" }] },
        after: {
          access_config: [{ authentication_mode: "API_AND_CONFIG_MAP" }],
        },
      },
    ],
    [
      "a command that a data source runs",
      "high",
      { address: "data.external.x", actions: ["read"], after: {} },
    ],
    [
      "code that runs as another role",
      "medium",
      {
        address: "aws_lambda_function.x",
        before: { role: "a" },
        after: { role: "b" },
      },
    ],
    [
      "what may run on any machine as a role",
      "high",
      { address: "aws_ssm_activation.x", after: { iam_role: "a" } },
    ],
    [
      "a policy that a budget attaches",
      "high",
      { address: "aws_budgets_budget_action.x", after: {} },
    ],
    [
      "a command in a maintenance window",
      "high",
      { address: "aws_ssm_maintenance_window_task.x", after: {} },
    ],
    [
      "who administers the data lake",
      "high",
      { address: "aws_lakeformation_data_lake_settings.x", after: {} },
    ],
    [
      "an event that runs a document",
      "high",
      target("arn:aws:ssm:us-east-1:1:automation-definition/x"),
    ],
    [
      "an event that runs a command",
      "high",
      {
        ...target("a"),
        after: {
          arn: "a",
          role_arn: "r",
          run_command_targets: [{ key: "tag:Name", values: ["x"] }],
        },
      },
    ],
    [
      "an event that runs a document that is made now",
      "high",
      {
        ...target(undefined),
        unknown: { arn: true },
        expressions: {
          arn: { references: ["aws_ssm_document.x.arn", "aws_ssm_document.x"] },
        },
      },
    ],
    [
      "an event that starts something as a role",
      "medium",
      target("arn:aws:states:us-east-1:1:stateMachine:x"),
    ],
    [
      "an event that starts something else as a role",
      "medium",
      {
        ...target("arn:aws:states:us-east-1:1:stateMachine:x"),
        before: {
          arn: "arn:aws:states:us-east-1:1:stateMachine:y",
          role_arn: "r",
        },
      },
    ],
    [
      "a pipeline with a role",
      "medium",
      { address: "aws_codepipeline.x", after: { role_arn: "r" } },
    ],
    [
      "a job with a role in its text",
      "medium",
      {
        address: "aws_batch_job_definition.x",
        before: job("a", "one"),
        after: job("b", "one"),
      },
    ],
    [
      "notebooks with a role in a block",
      "medium",
      {
        address: "aws_sagemaker_domain.x",
        before: notebooks("a", true),
        after: notebooks("b", true),
      },
    ],
    [
      "notebooks with a role that isn't known yet",
      "medium",
      {
        address: "aws_sagemaker_domain.x",
        after: notebooks(undefined, true),
        unknown: { default_user_settings: [{ execution_role: true }] },
        expressions: { default_user_settings: [{}] },
      },
    ],
    [
      "a service account's lasting token",
      "high",
      {
        address: "kubernetes_secret_v1.x",
        after: { type: "kubernetes.io/service-account-token" },
      },
    ],
    [
      "every right in the cluster",
      "high",
      {
        address: "kubernetes_cluster_role_binding_v1.x",
        after: { role_ref: [{ name: "cluster-admin" }] },
      },
    ],
    [
      "a manifest of an application of Argo CD",
      "medium",
      manifest("argoproj.io/v1alpha1", "Application"),
    ],
    [
      "a manifest of a certificate's request",
      "high",
      manifest("certificates.k8s.io/v1", "CertificateSigningRequest"),
    ],
    [
      "a manifest of a webhook",
      "medium",
      manifest(
        "admissionregistration.k8s.io/v1",
        "MutatingWebhookConfiguration",
      ),
    ],
    [
      "a manifest of a stack by Crossplane",
      "high",
      manifest("cloudformation.aws.upbound.io/v1beta1", "Stack"),
    ],
    ["aws-auth", "high", configMap("aws-auth")],
    ["a manifest of aws-auth", "high", manifest("v1", "ConfigMap", "aws-auth")],
    [
      "a cluster role's binding",
      "medium",
      { address: "kubernetes_cluster_role_binding_v1.x", after: {} },
    ],
    [
      "a manifest of a role's binding",
      "medium",
      manifest("rbac.authorization.k8s.io/v1", "RoleBinding"),
    ],
    [
      "a manifest of a role of IAM's by ACK",
      "high",
      manifest("iam.services.k8s.aws/v1alpha1", "Role"),
    ],
    [
      "a manifest of a role of IAM's by Crossplane",
      "high",
      manifest("iam.aws.upbound.io/v1beta1", "RolePolicy"),
    ],
    [
      "a bucket's policy by the Cloud Control provider",
      "medium",
      { address: "awscc_s3_bucket_policy.x", after: {} },
    ],
  ])("is flagged: %s", async (_, severity, resource) => {
    expect(await foundIn(resource)).toEqual([[severity, resource.address]]);
  });

  const everything = { api_groups: ["*"], resources: ["*"], verbs: ["*"] };
  const group = (name: string): object => ({ kind: "Group", name });
  const inNamespace = (namespace: string): object => ({
    metadata: [{ namespace }],
    role_ref: [{ kind: "ClusterRole", name: "cluster-admin" }],
    subject: [{ kind: "User", name: "mallory" }],
  });

  it.each<[string, Severity, PlannedResource]>([
    [
      "a cluster role with every right",
      "high",
      {
        address: "kubernetes_cluster_role_v1.x",
        after: { rule: [everything] },
      },
    ],
    [
      "a cluster role with every right on the core group",
      "high",
      {
        address: "kubernetes_cluster_role.x",
        after: { rule: [{ ...everything, api_groups: [""] }] },
      },
    ],
    [
      "a cluster role with every right on deployments",
      "medium",
      {
        address: "kubernetes_cluster_role_v1.x",
        after: { rule: [{ ...everything, api_groups: ["apps"] }] },
      },
    ],
    [
      "a cluster role that had every right",
      "medium",
      {
        address: "kubernetes_cluster_role_v1.x",
        before: { metadata: [{ name: "a" }], rule: [everything] },
        after: { metadata: [{ name: "b" }], rule: [everything] },
      },
    ],
    [
      "a binding to everyone",
      "high",
      {
        address: "kubernetes_role_binding_v1.x",
        after: {
          metadata: [{ namespace: "echo" }],
          role_ref: [{ kind: "Role", name: "a" }],
          subject: [group("system:authenticated")],
        },
      },
    ],
    [
      "a binding to a group",
      "medium",
      {
        address: "kubernetes_cluster_role_binding_v1.x",
        after: { role_ref: [{ name: "a" }], subject: [group("developers")] },
      },
    ],
    [
      "another subject of every right",
      "high",
      {
        address: "kubernetes_cluster_role_binding_v1.x",
        before: {
          role_ref: [{ name: "cluster-admin" }],
          subject: [group("admins")],
        },
        after: {
          role_ref: [{ name: "cluster-admin" }],
          subject: [group("developers")],
        },
      },
    ],
    [
      "every right in kube-system",
      "high",
      {
        address: "kubernetes_role_binding_v1.x",
        after: { ...inNamespace("kube-system") },
      },
    ],
    [
      "a role in kube-system that is called like another",
      "medium",
      {
        address: "kubernetes_role_binding_v1.x",
        after: {
          ...inNamespace("kube-system"),
          role_ref: [{ kind: "Role", name: "cluster-admin" }],
        },
      },
    ],
    [
      "every right in another namespace",
      "medium",
      {
        address: "kubernetes_role_binding_v1.x",
        after: { ...inNamespace("echo") },
      },
    ],
    [
      "a cluster role that isn't known yet",
      "high",
      {
        address: "kubernetes_cluster_role_binding_v1.x",
        after: { role_ref: [{}], subject: [group("developers")] },
        unknown: { role_ref: [{ name: true }] },
      },
    ],
    [
      "a manifest of a cluster role with every right",
      "high",
      {
        address: "kubernetes_manifest.x",
        after: {
          manifest: {
            kind: "ClusterRole",
            rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["*"] }],
          },
        },
      },
    ],
    [
      "a manifest of a binding to everyone",
      "high",
      {
        address: "kubernetes_manifest.x",
        after: {
          manifest: {
            kind: "ClusterRoleBinding",
            roleRef: { name: "a" },
            subjects: [group("system:unauthenticated")],
          },
        },
      },
    ],
    [
      "a manifest of every right in the cluster",
      "high",
      {
        address: "kubernetes_manifest.x",
        after: {
          manifest: {
            kind: "ClusterRoleBinding",
            roleRef: { name: "cluster-admin" },
            subjects: [group("developers")],
          },
        },
      },
    ],
  ])("weighs rights in the cluster: %s", async (_, severity, resource) => {
    expect(await foundIn(resource)).toEqual([[severity, resource.address]]);
  });

  const core = (
    resources: readonly string[],
    verbs: readonly string[],
    more: object = {},
  ): object => ({ api_groups: [""], resources, verbs, ...more });
  const ofRoles = (verbs: readonly string[], more: object = {}): object => ({
    api_groups: ["rbac.authorization.k8s.io"],
    resources: ["clusterroles"],
    verbs,
    ...more,
  });

  it.each<[string, string | undefined, object]>([
    ["read secrets", "reads every secret", core(["secrets"], ["get"])],
    ["list secrets", "reads every secret", core(["secrets"], ["list"])],
    ["watch all", "reads every secret", core(["*"], ["watch"])],
    ["change secrets", undefined, core(["secrets"], ["create"])],
    [
      "read one secret",
      undefined,
      core(["secrets"], ["get"], { resource_names: ["tls"] }),
    ],
    [
      "read things of another group",
      undefined,
      { ...core(["secrets"], ["get"]), api_groups: ["example.com"] },
    ],
    [
      "make tokens",
      "makes tokens of every service account",
      core(["serviceaccounts/token"], ["create"]),
    ],
    ["bind roles", "binds every role", ofRoles(["bind"])],
    [
      "bind one role",
      undefined,
      ofRoles(["bind"], { resource_names: ["view"] }),
    ],
    [
      "bind cluster-admin",
      "binds every role",
      ofRoles(["bind"], { resource_names: ["view", "cluster-admin"] }),
    ],
    [
      "escalate roles",
      "gives roles more rights than it has",
      ofRoles(["escalate"]),
    ],
    ["make roles", undefined, ofRoles(["create", "update"])],
    ["impersonate", "impersonates others", core(["users"], ["impersonate"])],
    [
      "do everything with service accounts",
      "impersonates others",
      core(["serviceaccounts"], ["*"]),
    ],
    [
      "do everything with roles",
      "binds every role, gives roles more rights than it has",
      ofRoles(["*"]),
    ],
  ])("weighs a cluster role that may %s", async (_, way, rule) => {
    const address = "kubernetes_cluster_role_v1.x";
    const { flags } = await reviewOf([{ address, after: { rule: [rule] } }]);

    expect(flags.map(({ severity, message }) => [severity, message])).toEqual([
      way === undefined
        ? [
            "medium",
            `${address} is rights in the cluster, and isn't read: it is made`,
          ]
        : [
            "high",
            `${address} is a way to every right in the cluster (${way}), and isn't read: it is made`,
          ],
    ]);
  });

  it.each<[string, Severity, string, string]>([
    ["in the cluster", "high", "kubernetes_cluster_role_binding_v1.x", ""],
    ["in kube-system", "high", "kubernetes_role_binding_v1.x", "kube-system"],
    ["in another namespace", "medium", "kubernetes_role_binding_v1.x", "echo"],
  ])(
    "weighs a binding by the cluster role that it gives %s",
    async (_, severity, address, namespace) => {
      const role = {
        metadata: [{ name: "reader" }],
        rule: [core(["secrets"], ["get"])],
      };
      const binding: PlannedResource = {
        address,
        after: {
          metadata: [{ name: "x", namespace }],
          role_ref: [{ kind: "ClusterRole", name: "reader" }],
          subject: [group("developers")],
        },
      };
      const roleAddress = "kubernetes_cluster_role_v1.reader";

      expect(
        await foundIn(
          { address: roleAddress, before: role, after: role },
          binding,
        ),
      ).toEqual([[severity, address]]);
      // So is the role, which is bound nowhere else.
      expect(
        await foundIn({ address: roleAddress, after: role }, binding),
      ).toEqual(
        expect.arrayContaining([
          [severity, address],
          [severity, roleAddress],
        ]),
      );
    },
  );

  const clusterRole = "kubernetes_cluster_role_v1.x";
  const clusterBinding = "kubernetes_cluster_role_binding_v1.x";
  const ruled = (...rule: readonly object[]): object => ({
    metadata: [{ name: "x" }],
    rule,
  });
  const binds = (
    name: string,
    ...subject: readonly (string | object)[]
  ): object => ({
    metadata: [{ name: "x" }],
    role_ref: [{ kind: "ClusterRole", name }],
    subject: subject.map((one) => (typeof one === "string" ? group(one) : one)),
  });

  it.each<[string, string | undefined, string, object, object]>([
    [
      "loses a verb",
      undefined,
      clusterRole,
      ruled(core(["secrets"], ["get", "list"]), ofRoles(["bind"])),
      ruled(core(["secrets"], ["get"])),
    ],
    [
      "has its verbs in another order",
      undefined,
      clusterRole,
      ruled(core(["secrets"], ["get", "list"])),
      ruled(core(["secrets"], ["list", "get"])),
    ],
    [
      "keeps one way of everything",
      undefined,
      clusterRole,
      ruled(everything),
      ruled(core(["secrets"], ["get"])),
    ],
    [
      "gets another way",
      "a way to every right in the cluster (binds every role)",
      clusterRole,
      ruled(core(["secrets"], ["get"])),
      ruled(core(["secrets"], ["get"]), ofRoles(["bind"])),
    ],
    [
      "gets everything",
      "every right in the cluster",
      clusterRole,
      ruled(core(["secrets"], ["get"])),
      ruled(everything),
    ],
    [
      "is bound for fewer, in another order",
      undefined,
      clusterBinding,
      binds("cluster-admin", "a", "b", "c"),
      binds("cluster-admin", "c", "a"),
    ],
    [
      "is bound for everyone no more",
      undefined,
      clusterBinding,
      binds("cluster-admin", "a", "system:authenticated"),
      binds("cluster-admin", "a"),
    ],
    [
      "is bound for the same by what the provider adds",
      undefined,
      clusterBinding,
      binds("cluster-admin", "a"),
      binds("cluster-admin", { ...group("a"), namespace: "default" }),
    ],
    [
      "is bound for a service account of another namespace",
      "every right in the cluster",
      clusterBinding,
      binds("cluster-admin", {
        kind: "ServiceAccount",
        name: "a",
        namespace: "a",
      }),
      binds("cluster-admin", {
        kind: "ServiceAccount",
        name: "a",
        namespace: "b",
      }),
    ],
    [
      "is bound for a subject that isn't known yet",
      "every right in the cluster",
      clusterBinding,
      binds("cluster-admin", "a"),
      binds("cluster-admin", { kind: "Group" }),
    ],
    [
      "is another one that gives less",
      undefined,
      clusterBinding,
      binds("cluster-admin", "a"),
      binds("edit", "a"),
    ],
    [
      "is another one that gives more",
      "every right in the cluster",
      clusterBinding,
      binds("edit", "a"),
      binds("cluster-admin", "a"),
    ],
    [
      "is another one for everyone",
      "rights in the cluster for everyone",
      clusterBinding,
      binds("a", "system:authenticated"),
      binds("b", "system:authenticated"),
    ],
  ])(
    "weighs what is new where a role %s",
    async (_, wide, address, ...both) => {
      const [before, after] = both.map((one) => ({ ...one }));
      const { flags } = await reviewOf([
        { address, ...(before && { before }), ...(after && { after }) },
      ]);

      expect(flags.map(({ severity, message }) => [severity, message])).toEqual(
        [
          [
            wide === undefined ? "medium" : "high",
            `${address} is ${wide ?? "rights in the cluster"}, and isn't read: it is changed`,
          ],
        ],
      );
    },
  );

  it("weighs subjects that aren't known yet as new ones", async () => {
    expect(
      await foundIn({
        address: clusterBinding,
        before: { ...binds("cluster-admin", "a") },
        after: { role_ref: [{ kind: "ClusterRole", name: "cluster-admin" }] },
        unknown: { subject: true },
      }),
    ).toEqual([["high", clusterBinding]]);
  });

  it("weighs the way of a role that loses a verb and its binding in a namespace", async () => {
    expect(
      await foundIn(
        {
          address: clusterRole,
          before: { ...ruled(core(["secrets"], ["get", "list"])) },
          after: { ...ruled(core(["secrets"], ["get"])) },
        },
        {
          address: "kubernetes_role_binding_v1.x",
          before: {
            metadata: [{ name: "x", namespace: "echo" }],
            role_ref: [{ kind: "ClusterRole", name: "x" }],
            subject: [group("a")],
          },
        },
      ),
    ).toEqual([
      ["medium", clusterRole],
      ["medium", "kubernetes_role_binding_v1.x"],
    ]);
  });

  it.each<[Severity, string, object]>([
    ["high", "kube-system", { ...everything }],
    ["high", "kube-system", core(["secrets"], ["list"])],
    ["medium", "kube-system", core(["configmaps"], ["get"])],
    ["medium", "echo", { ...everything }],
  ])(
    "weighs as %s a role and its binding in %s: %j",
    async (severity, namespace, rule) => {
      const metadata = [{ name: "x", namespace }];
      const [role, binding] = [
        "kubernetes_role_v1.x",
        "kubernetes_role_binding_v1.x",
      ] as const;

      expect(
        await foundIn(
          { address: role, after: { metadata, rule: [rule] } },
          {
            address: binding,
            after: {
              metadata,
              role_ref: [{ kind: "Role", name: "x" }],
              subject: [group("a")],
            },
          },
        ),
      ).toEqual(
        expect.arrayContaining([
          [severity, role],
          [severity, binding],
        ]),
      );
    },
  );

  it.each<[string, string | undefined]>([
    ["admin", "impersonates others, reads every secret"],
    ["edit", "impersonates others, reads every secret"],
    [
      "system:controller:clusterrole-aggregation-controller",
      "gives roles more rights than it has",
    ],
    ["view", undefined],
  ])("weighs a binding to Kubernetes' own %s", async (name, way) => {
    const { flags } = await reviewOf([
      { address: clusterBinding, after: { ...binds(name, "a") } },
    ]);

    expect(flags.map(({ message }) => message)).toEqual([
      `${clusterBinding} is ${way === undefined ? "rights in the cluster" : `a way to every right in the cluster (${way})`}, and isn't read: it is made`,
    ]);
  });

  it.each<[string, PlannedResource]>([
    [
      "code that runs as echo/admin",
      {
        address: "kubernetes_job_v1.x",
        after: {
          metadata: [{ namespace: "echo", name: "x" }],
          spec: runningAs("admin", "a"),
        },
      },
    ],
    [
      "code that runs as default/admin",
      {
        address: "kubernetes_pod.x",
        after: { spec: [{ service_account_name: "admin" }] },
      },
    ],
    [
      "code that runs as default/admin",
      {
        address: "kubernetes_cron_job_v1.x",
        before: { spec: [{ job_template: [{ spec: runningAs("a", "x") }] }] },
        after: {
          spec: [{ job_template: [{ spec: runningAs("admin", "x") }] }],
        },
      },
    ],
    [
      "code that runs as a service account of default",
      {
        address: "kubernetes_deployment_v1.x",
        before: { spec: runningAs("a", "x") },
        after: { spec: runningAs(undefined, "x") },
      },
    ],
    [
      "code that runs as echo/admin",
      {
        address: "kubernetes_manifest.x",
        before: deployment("a", "x"),
        after: deployment("admin", "x"),
      },
    ],
  ])("says what it is: %s", async (what, resource) => {
    const { flags } = await reviewOf([resource]);

    expect(
      flags.map(({ severity, message }) => [severity, message.split(",")[0]]),
    ).toEqual([["medium", `${resource.address} is ${what}`]]);
  });

  it("keeps of what holds a role inside nothing but the role", () => {
    const plan = readPlan(
      "prod-us",
      planText([
        { address: "aws_batch_job_definition.x", after: job("r", "secret") },
      ]),
    );
    if (!isReduced(plan)) throw new Error(plan.message);

    expect(plan.resources[0]?.after).toEqual({
      container_properties: '{"jobRoleArn":"r"}',
    });
  });

  it("keeps of what runs as a service account nothing but its name", () => {
    const plan = readPlan(
      "prod-us",
      planText([
        {
          address: "kubernetes_deployment_v1.x",
          after: { spec: runningAs("admin", "secret") },
        },
        { address: "kubernetes_manifest.x", after: deployment("b", "secret") },
      ]),
    );

    expect(JSON.stringify(plan)).toContain("admin");
    expect(JSON.stringify(plan)).not.toContain("secret");
  });

  it("hides no provisioner of a key without a policy of its own", async () => {
    const review = await reviewOf([
      {
        address: "aws_kms_key.x",
        after: { description: "a" },
        configuration: { provisioners: [{ type: "local-exec" }] },
      },
    ]);

    expect(review.flags.map(({ id }) => id)).toContain("runs-commands");
  });

  it.each<[string, PlannedResource]>([
    ["a config map of another name", configMap("settings")],
    [
      "another secret",
      { address: "kubernetes_secret_v1.x", after: { type: "Opaque" } },
    ],
    [
      "code that keeps its role",
      {
        address: "aws_lambda_function.x",
        before: { role: "a", memory_size: 1 },
        after: { role: "a", memory_size: 2 },
      },
    ],
    [
      "an event that calls a function",
      {
        address: "aws_cloudwatch_event_target.x",
        after: { arn: "arn:aws:lambda:us-east-1:1:function:x", role_arn: null },
      },
    ],
    [
      "a job that keeps its role",
      {
        address: "aws_batch_job_definition.x",
        before: job("a", "one"),
        after: job("a", "two"),
      },
    ],
    [
      "a job without a role",
      {
        address: "aws_batch_job_definition.x",
        after: { container_properties: '{"image":"a","privileged":true}' },
      },
    ],
    [
      "notebooks that keep their role",
      {
        address: "aws_sagemaker_domain.x",
        before: notebooks("a", true),
        after: notebooks("a", false),
      },
    ],
    [
      "a template without an instance profile",
      {
        address: "aws_launch_template.x",
        after: { iam_instance_profile: [], image_id: "a" },
      },
    ],
    [
      "a resource with a provisioner that is changed only",
      {
        address: "aws_instance.x",
        before: { ami: "a" },
        after: { ami: "b" },
        configuration: { provisioners: [{ type: "local-exec" }] },
      },
    ],
    ["a manifest of another kind", manifest("v1", "Service")],
    [
      "a deployment that brings another image",
      {
        address: "kubernetes_deployment_v1.x",
        before: { spec: runningAs("a", "one") },
        after: { spec: runningAs("a", "two") },
      },
    ],
    [
      "a manifest of a deployment that brings another image",
      {
        address: "kubernetes_manifest.x",
        before: deployment("a", "one"),
        after: deployment("a", "two"),
      },
    ],
    [
      "a job that goes",
      { address: "kubernetes_job_v1.x", before: { spec: runningAs("a", "x") } },
    ],
    [
      "a key without a policy of its own",
      {
        address: "aws_kms_key.x",
        after: { description: "a" },
        unknown: { policy: true },
      },
    ],
    [
      "a topic that keeps its policy",
      {
        address: "aws_sns_topic.x",
        before: topic,
        after: { ...topic, display_name: "b" },
      },
    ],
    [
      "a bucket's policy that stays",
      {
        address: "aws_s3_bucket_policy.x",
        before: { policy: "{}" },
        after: { policy: "{}" },
      },
    ],
  ])("is none: %s", async (_, resource) => {
    const review = await reviewOf([resource]);

    expect(review.flags).toEqual([]);
    expect(exitStatus(review)).toBe(0);
  });

  it.each<[string, string, object, object]>([
    [
      "a bucket's policy",
      "aws_s3_bucket_policy.x",
      { policy: "a" },
      { policy: "b" },
    ],
    [
      "aws-auth",
      "kubernetes_config_map_v1.x",
      { metadata: [{ name: "aws-auth" }], data: { mapRoles: "a" } },
      { metadata: [{ name: "aws-auth" }], data: { mapRoles: "b" } },
    ],
    [
      "a manifest's rules",
      "kubernetes_manifest.x",
      { manifest: { kind: "ClusterRole", rules: [{ verbs: ["get"] }] } },
      { manifest: { kind: "ClusterRole", rules: [{ verbs: ["*"] }] } },
    ],
  ])("changes a plan's digest by %s", (_, address, one, other) => {
    const [first, second] = [one, other].map((after) => {
      const plan = readPlan(
        "prod-us",
        planText([{ address, after: { ...after } }]),
      );
      if (!isReduced(plan)) throw new Error(plan.message);
      return digestOf(plan);
    });

    expect(first).not.toBe(second);
  });

  itNeeds(
    [terraform, provider("aws", "5.100.0", "6.0.0")],
    "knows every type of the AWS provider 5.100 whose name says that it gives access",
    async () => {
      const folder = temporaryFolder();
      writeFileSync(
        join(folder, "main.tf"),
        'terraform {\n  required_providers {\n    aws = { source = "hashicorp/aws" }\n  }\n}\n',
      );
      await initWithoutBackend(folder);
      const { stdout } = await runTerraform(folder, [
        "providers",
        "schema",
        "-json",
      ]);
      const schema = JSON.parse(stdout) as {
        readonly provider_schemas: Readonly<
          Record<
            string,
            { readonly resource_schemas: Readonly<Record<string, Schema>> }
          >
        >;
      };
      const schemas = Object.values(schema.provider_schemas).flatMap((one) =>
        Object.entries(one.resource_schemas),
      );
      const types = schemas.map(([type]) => type);

      expect(types).toContain("aws_iam_role");
      expect(
        types
          .filter(
            (type) =>
              (says.test(type) || services.test(type)) &&
              keptAttributes(type) === undefined,
          )
          .sort(),
      ).toEqual(harmless);
      expect(
        schemas.flatMap(([type, { block }]) => {
          const { byAttribute, attributes = [] } = unreadTypeOf(type) ?? {};
          return byAttribute === true
            ? attributes
                .filter(
                  (name) =>
                    block.attributes?.[name] === undefined &&
                    block.block_types?.[name] === undefined,
                )
                .map((name) => `${type}.${name}`)
            : [];
        }),
      ).toEqual([]);
      expect(
        [...unreadTypes.keys()].filter(
          (type) => type.startsWith("aws_") && !types.includes(type),
        ),
      ).toEqual([]);
    },
  );
});
