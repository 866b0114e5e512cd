import type { ActionCatalogue } from "../../../permission-policy";
import type { Finding, Path } from "../../fault";
import type { Environment, Workload } from "../../model";
import type { EnvironmentFile } from "../../schema";

/** One rule that needs more than a single field's form: a file of its own, one folder up. */
export interface Rule {
  /** The file's name. */
  readonly name: string;
  /** The state of affairs that complies, in one sentence. */
  readonly statement: string;
  /** Why: the threat, or what AWS, Kubernetes or Terraform would do. */
  readonly reason: string;
  /** The page that the rule rests on. */
  readonly source?: string;
  readonly check: (context: RuleContext) => Iterable<Finding>;
}

/** What an entry of `include` allows to its file. */
export interface Allowance {
  /** The namespaces in which the file may claim service accounts. */
  readonly namespaces: readonly string[];
}

/** What a rule can look at. */
export interface RuleContext {
  readonly environment: Environment;
  /** The file as written, with the workloads of included files. */
  readonly file: EnvironmentFile;
  /** The keys of all clusters as written; those with faults of their own are not in `file`. */
  readonly declaredClusters: readonly string[];
  /** False where `backend` has faults of its own: where the states are is not known then. */
  readonly backendKnown: boolean;
  /** False where `clusters`, or one of them, has faults of its own. */
  readonly clustersKnown: boolean;
  /** False where `defaults` has faults of its own, or may stand there misspelt: what it says is not known then. */
  readonly defaultsKnown: boolean;
  /** Workload -> what the included file that declares it may claim. */
  readonly includedFrom: ReadonlyMap<string, Allowance>;
  /** The environments to compare with; a conflict between two is reported in one of them. */
  readonly others: readonly Environment[];
  /** The environments to compare states with: as `others`, and none of which the backend is not known. */
  readonly othersWithBackend: readonly Environment[];
  /** The names of all others, also of those that are not readable. */
  readonly otherNames: readonly string[];
  readonly actions: ActionCatalogue;
  /** The ids of the review's rules; absent where whoever loads doesn't know them. */
  readonly knownRisks: readonly string[] | undefined;
  /** `YYYY-MM-DD`, in UTC; absent where nothing may depend on it. */
  readonly today: string | undefined;
  /** The workload of this name on the cluster with this key, if it runs there. */
  readonly workloadOn: (cluster: string, name: string) => Workload | undefined;
  /** The first of these paths at which something stands in the file, else the last. */
  readonly firstWritten: (...paths: readonly Path[]) => Path;
}
