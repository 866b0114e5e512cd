export { whoCanAsMarkdown } from "./markdown";
export { whoCan, type WhoCanAnswer, type WhoCanReason } from "./who-can";
