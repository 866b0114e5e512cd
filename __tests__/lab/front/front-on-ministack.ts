import { freePort } from "../../../lab/free-port";
import { startFront } from "../../../lab/front/front";
import { Upstream } from "../../../lab/front/upstream";
import { startMinistack } from "../../../lab/ministack/start";
import { temporaryFolder } from "../../support/temporary-folder";
import { cluster } from "./test-front";

export interface FrontOnMinistack {
  /** The port that clients know. */
  readonly front: number;
  /** The port that they don't. */
  readonly emulator: number;
  readonly close: () => Promise<void>;
}

/** Starts a front before the emulator itself. */
export async function startFrontOnMinistack(
  python: string,
): Promise<FrontOnMinistack> {
  const emulator = await freePort();
  const ministack = await startMinistack({
    python,
    port: emulator,
    directory: temporaryFolder(),
  });
  const upstream = new Upstream(emulator);
  const front = await startFront({ upstream, clusters: [cluster], port: 0 });
  return {
    front: front.port,
    emulator,
    close: async () => {
      await front.close();
      upstream.close();
      await ministack.stop();
    },
  };
}
