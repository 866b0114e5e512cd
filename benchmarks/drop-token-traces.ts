import { createRequire } from "node:module";

/** Preloaded into the bare app for the second comparison: what our stacks do by `token-traces.ts`. */
const traces: unknown = createRequire(__filename)(
  "cdktf/lib/tokens/private/stack-trace",
);
Object.assign(traces as object, { captureStackTrace: () => [] });
