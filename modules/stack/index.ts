export { ClusterStack, type ClusterStackProps } from "./cluster-stack";
export {
  clusterConfiguration,
  type ClusterConfiguration,
} from "./configuration";
export { outputFormatFault } from "./output-format";
export { versionsFor, type Versions } from "./provider-versions";
export { synthesize, type SynthesizeProps } from "./synthesize";
