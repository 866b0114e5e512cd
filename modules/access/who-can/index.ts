export { whoCan, type WhoCanAnswer, type WhoCanReason } from "./who-can";
