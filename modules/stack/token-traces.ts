import type { TerraformStack } from "cdktf";
import { DISABLE_STACK_TRACE_IN_METADATA } from "cdktf/lib/annotations";
import { createRequire } from "node:module";

/**
 * Makes an app's `stackTraces: false` hold for tokens too, from here on in the whole process. cdktf
 * captures the call stack of every reference that it makes, whatever the app says, and under tsx each
 * frame is looked up in a source map: about half of the time of a large synthesis. Only cdktf's own
 * message about a token that it can't resolve would show such a stack; errors keep theirs.
 */
export function dropTokenTraces(stack: TerraformStack): void {
  if (stack.node.tryGetContext(DISABLE_STACK_TRACE_IN_METADATA) !== true)
    return;
  const traces: unknown = createRequire(__filename)(
    "cdktf/lib/tokens/private/stack-trace",
  );
  Object.assign(traces as object, { captureStackTrace: () => [] });
}
