export { generatedFiles } from "./generated-files";
