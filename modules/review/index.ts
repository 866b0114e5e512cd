export type * from "./review";
