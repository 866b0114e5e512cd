export type { JsonObject } from "./json";
export { HclSynthesizer } from "./hcl-synthesizer";
export { writeConfiguration } from "./write-configuration";
