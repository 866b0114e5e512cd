export { jsonencode, type Json } from "./jsonencode";
export { template } from "./template";
export { templateMap } from "./template-map";
