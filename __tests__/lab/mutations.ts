/** A way to damage a trust policy. */
export interface Mutation {
  readonly name: string;
  /** Damages a document's text; the same text back where there is nothing to damage. */
  readonly damage: (text: string) => string;
}

interface Mutable {
  Statement: {
    Effect: string;
    Action: string | string[];
    Principal: Record<string, string>;
    Condition?: Record<string, Record<string, string | string[]>>;
  }[];
}

/** Changes the first statement of a document. */
function statement(
  change: (one: Mutable["Statement"][number]) => void,
): (text: string) => string {
  return (text) => {
    const document = JSON.parse(text) as Mutable;
    const [first] = document.Statement;
    if (first) change(first);
    return JSON.stringify(document);
  };
}

/** Changes the values of the first statement's condition keys that end in a text. */
function condition(
  ending: string,
  change: (value: string) => string,
): (text: string) => string {
  return statement((one) => {
    for (const keys of Object.values(one.Condition ?? {}))
      for (const [key, value] of Object.entries(keys))
        if (key.endsWith(ending) && typeof value === "string")
          keys[key] = change(value);
  });
}

/** Takes condition keys that end in a text out of the first statement. */
function without(ending: string): (text: string) => string {
  return statement((one) => {
    for (const keys of Object.values(one.Condition ?? {}))
      for (const key of Object.keys(keys))
        if (key.endsWith(ending)) Reflect.deleteProperty(keys, key);
  });
}

const replace =
  (from: string | RegExp, to: string) =>
  (text: string): string =>
    text.replace(from, to);

const oneLetterOff = (value: string): string =>
  `${value.slice(0, -1)}${value.endsWith("x") ? "y" : "x"}`;

/** Ways to damage the trust of an IRSA role; each must show as a missing or an extra access. */
export const irsaMutations: readonly Mutation[] = [
  { name: "sub is one letter off", damage: condition(":sub", oneLetterOff) },
  {
    name: "sub is of another namespace",
    damage: replace(
      "system:serviceaccount:echo:",
      "system:serviceaccount:ech0:",
    ),
  },
  { name: "sub is dropped", damage: without(":sub") },
  { name: "aud is dropped", damage: without(":aud") },
  {
    name: "aud is another",
    damage: condition(":aud", () => "sts.example.com"),
  },
  {
    name: "sub is a wildcard under StringLike",
    damage: statement((one) => {
      const equals = one.Condition?.StringEquals ?? {};
      const sub = Object.keys(equals).find((key) => key.endsWith(":sub")) ?? "";
      Reflect.deleteProperty(equals, sub);
      one.Condition = {
        StringEquals: equals,
        StringLike: { [sub]: "system:serviceaccount:echo:*" },
      };
    }),
  },
  {
    name: "sub is a wildcard under StringEquals, which matches nobody",
    damage: condition(":sub", () => "system:serviceaccount:echo:*"),
  },
  {
    name: "StringEquals is StringNotEquals",
    damage: replace("StringEquals", "StringNotEquals"),
  },
  {
    name: "the condition is dropped",
    damage: statement((one) => Reflect.deleteProperty(one, "Condition")),
  },
  {
    name: "condition keys are another issuer's",
    damage: replace(
      /"(oidc\.eks\.[^"]*?)([0-9A-F]{4}):(sub|aud)"/g,
      '"$1FFFF:$3"',
    ),
  },
  {
    name: "the provider is another issuer's",
    damage: statement((one) => {
      one.Principal = {
        Federated: (one.Principal.Federated ?? "").replace(/.{4}$/, "FFFF"),
      };
    }),
  },
  {
    name: "the action is another",
    damage: statement((one) => {
      one.Action = "sts:AssumeRoleWithSAML";
    }),
  },
  {
    name: "the effect is Deny",
    damage: statement((one) => {
      one.Effect = "Deny";
    }),
  },
];

/** The same for a Pod Identity role. */
export const podIdentityMutations: readonly Mutation[] = [
  {
    name: "the namespace's pin is one letter off",
    damage: condition("kubernetes-namespace", oneLetterOff),
  },
  {
    name: "the service account's pin is one letter off",
    damage: condition("kubernetes-service-account", oneLetterOff),
  },
  {
    name: "the cluster's pin is another cluster's",
    damage: condition("eks-cluster-arn", oneLetterOff),
  },
  {
    name: "the namespace's pin is dropped",
    damage: without("kubernetes-namespace"),
  },
  {
    name: "the service account's pin is dropped",
    damage: without("kubernetes-service-account"),
  },
  { name: "the cluster's pin is dropped", damage: without("eks-cluster-arn") },
  {
    name: "sts:TagSession is dropped",
    damage: statement((one) => {
      one.Action = "sts:AssumeRole";
    }),
  },
  {
    name: "the service is another",
    damage: replace("pods.eks.amazonaws.com", "ec2.amazonaws.com"),
  },
  {
    name: "the account is trusted in the service's place",
    damage: statement((one) => {
      one.Principal = { AWS: "777788889999" };
    }),
  },
  {
    name: "the condition is dropped",
    damage: statement((one) => Reflect.deleteProperty(one, "Condition")),
  },
];
