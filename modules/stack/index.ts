export { ClusterStack, type ClusterStackProps } from "./cluster-stack";
export { outputFormatFault } from "./output-format";
export { synthesize, type SynthesizeProps } from "./synthesize";
