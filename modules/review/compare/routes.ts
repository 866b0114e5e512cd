import {
  jsonOfDocument,
  type AccessState,
  type Policy,
  type Role,
  type SubjectState,
  type Way,
} from "../access";
import { fieldOf, type Json } from "../plan";
import { canonicalCondition, statementsOf, stringsOf } from "../policy";
import type { Access, Route, RouteStep, Subject } from "../review";

/** What a service account has at one time; undefined where it has nothing. */
export function subjectAccess(
  subject: Subject,
  ways: readonly Way[],
  state: AccessState,
  found: SubjectState | undefined,
): Access | undefined {
  if (ways.length === 0) return undefined;
  const paths = new Set(ways.map(({ path }) => path));
  const [only] = paths;
  const roles = uniqueRoles(ways.map(({ role }) => role));
  return {
    ...(only !== undefined && { path: paths.size > 1 ? "both" : only }),
    role: roles.map(({ label }) => label).join(", "),
    ...shownOthers(roles, state),
    routes: ways.flatMap((way) =>
      routesOf(way.role).map((rest) => [
        serviceAccountStep(subject, found),
        wayStep(way),
        ...rest,
      ]),
    ),
  };
}

/** What a role that no service account has may do, and who may be it. */
export function roleAccess(
  role: Role | undefined,
  state: AccessState,
): Access | undefined {
  if (role === undefined) return undefined;
  return {
    ...(role.kind !== "role" && { kind: role.kind }),
    role: role.label,
    ...shownOthers([role], state),
    routes: routesOf(role),
  };
}

/** What a row of a role that no service account has is about: the same in every stack. */
export function roleName({ kind, address, label }: Role): string {
  return `${kind} ${address ?? label}`;
}

function shownOthers(
  roles: readonly Role[],
  state: AccessState,
): Pick<Access, "alsoAssumedBy"> {
  const others = alsoAssumedBy(roles, state);
  return others.length > 0 ? { alsoAssumedBy: others } : {};
}

/** Principals of the roles' trust policies that are no service account of the plan. */
export function alsoAssumedBy(
  roles: readonly Role[],
  state: AccessState,
): readonly string[] {
  return [
    ...new Set(
      roles.flatMap((role) => {
        const trust = state.trust.get(role.key);
        if (trust === undefined) return [];
        return trust.podIdentity && !state.associatedRoles.has(role.key)
          ? [...trust.others, "Service pods.eks.amazonaws.com"]
          : trust.others;
      }),
    ),
  ].sort();
}

/** Roles, each once, sorted by key. */
export function uniqueRoles(roles: readonly Role[]): readonly Role[] {
  return [...new Map(roles.map((role) => [role.key, role])).values()].sort(
    (left, right) => (left.key < right.key ? -1 : 1),
  );
}

function serviceAccountStep(
  subject: Subject,
  found: SubjectState | undefined,
): RouteStep {
  const address = found?.resource?.address;
  return {
    kind: "service-account",
    text: `${subject.namespace}/${subject.serviceAccount}`,
    ...(address !== undefined && { address }),
  };
}

function wayStep({ path, association, issuerHost, role }: Way): RouteStep {
  if (path === "pod-identity")
    return {
      kind: "association",
      text: `association on cluster ${association?.cluster ?? ""}`,
      ...(association && { address: association.address }),
    };
  return {
    kind: "trust-statement",
    text: `tokens of ${issuerHost ?? "an issuer that isn't known"}`,
    ...(role.address !== undefined && { address: role.address }),
  };
}

function routesOf(role: Role): readonly Route[] {
  const steps: Route =
    role.kind === "policy"
      ? []
      : [
          {
            kind: role.kind,
            text: role.label,
            ...(role.address !== undefined && { address: role.address }),
          },
        ];
  if (role.policies.length === 0) return [steps];
  return role.policies.flatMap((policy) => {
    const [address] = policy.addresses;
    const policyStep: RouteStep = {
      kind: "policy",
      text: policy.label,
      ...(address !== undefined && { address }),
    };
    const statements = statementSteps(policy);
    return statements.length === 0
      ? [[...steps, policyStep]]
      : statements.map((statement) => [...steps, policyStep, statement]);
  });
}

function statementSteps({ document }: Policy): readonly RouteStep[] {
  const json = jsonOfDocument(document);
  if (json === undefined) return [];
  return statementsOf(json).map((statement) => ({
    kind: "statement",
    text: statementText(statement),
  }));
}

function statementText(statement: Json): string {
  const condition = canonicalCondition(fieldOf(statement, "Condition"));
  const list = (element: "Action" | "Resource"): string => {
    const values = stringsOf(fieldOf(statement, element));
    if (values) return values.join(", ");
    const excluded = stringsOf(fieldOf(statement, `Not${element}`)) ?? [];
    return `everything but ${excluded.join(", ")}`;
  };
  const effect = fieldOf(statement, "Effect");
  return [
    `${typeof effect === "string" ? effect : ""} ${list("Action")} on ${list("Resource")}`,
    ...(condition === undefined ? [] : [`if ${condition}`]),
  ].join(" ");
}
