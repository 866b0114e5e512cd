import { subjectKey, type AccessState } from "../access";
import { listSome } from "./support/rows";
import type { FlagRule } from "./support/rule";

export const oidcProviderGoes: FlagRule = {
  id: "oidc-provider-goes",
  severity: "high",
  reason:
    "STS takes no token of an issuer without a provider: pods that have IRSA roles by it get no credentials.",
  link: "https://docs.aws.amazon.com/eks/latest/userguide/enable-iam-roles-for-service-accounts.html",
  *find({ plan }) {
    for (const { address, host } of plan.before.providers) {
      const action = plan.resources.get(address)?.action;
      if (action !== "delete" && action !== "replace") continue;
      // A replacement of another issuer takes no tokens of this one.
      const returns = plan.after.providers.some((one) => one.host === host);
      const users = usersOf(returns ? plan.before : plan.after, host);
      const name = host ?? address;
      const next = plan.after.providers.find((one) => one.address === address);
      const isOther = next !== undefined && next.host !== host;
      const goes = `the OIDC provider of ${name} is ${action}d${isOther ? ` by one of ${next.host ?? "an issuer that isn't known yet"}` : ""}`;
      yield {
        message:
          users.length === 0
            ? `${goes}; no service account of this plan has a role by ${isOther ? "the earlier one" : "it"} then`
            : `${goes}: ${isOther ? `tokens of ${name}` : "its tokens"} give no credentials${returns ? " meanwhile" : ""} to ${listSome(users)}`,
        severity: users.length === 0 ? "medium" : "high",
        address,
        rows: [],
      };
    }
  },
};

function usersOf(
  state: AccessState,
  host: string | undefined,
): readonly string[] {
  return [...state.subjects.values()].flatMap((subject) =>
    subject.ways.some(
      ({ path, issuerHost }) => path === "irsa" && issuerHost === host,
    )
      ? [subjectKey(subject)]
      : [],
  );
}
