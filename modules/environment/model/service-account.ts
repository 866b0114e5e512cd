export type Owner = "terraform" | "manifest" | "external";

export type ServiceAccount = NamedServiceAccount | ServiceAccountPattern;

export interface NamedServiceAccount extends ServiceAccountBase {
  readonly name: string;
}

export interface ServiceAccountPattern extends ServiceAccountBase {
  readonly namePattern: string;
}

interface ServiceAccountBase {
  readonly namespace: string;
  readonly owner: Owner;
  readonly labels: Readonly<Record<string, string>>;
  readonly automountToken?: boolean;
}
