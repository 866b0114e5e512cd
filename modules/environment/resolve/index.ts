export { resolveEnvironment } from "./environment";
export { placeholdersOn, replacePlaceholders } from "./placeholders";
