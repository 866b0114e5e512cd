export { blocksOf } from "./blocks-of";
export { HclSynthesizer } from "./hcl-synthesizer";
export { isJsonObject, type JsonObject, type JsonValue } from "./json";
export {
  stackConfiguration,
  type StackConfiguration,
} from "./stack-configuration";
export { writeBlock, type Block, type BlockPaths } from "./write-block";
export { writeConfiguration } from "./write-configuration";
