export type { Conditions, PolicyDocument, PolicyStatement } from "./document";
export { policySize } from "./size";
export { wildcardCovers, wildcardMatches, wildcardsOverlap } from "./wildcard";
export { parseArn, type Arn } from "./arn";
export { partitionOf } from "./partition";
export { roleArn } from "./role-arn";
