import { installMinistack } from "../../lab/ministack/install";
import { MissingComponent } from "../../lab/missing-component";

/**
 * A Python that has MiniStack, installed at first use into the user's cache. Where there is none, what was
 * not proved is told once for each test file.
 */
function findPython(): string | undefined {
  try {
    return installMinistack(
      { PIP_RETRIES: "1", PIP_DEFAULT_TIMEOUT: "10", ...process.env },
      (line) => {
        process.stderr.write(`${line}\n`);
      },
    );
  } catch (error) {
    if (!(error instanceof MissingComponent)) throw error;
    console.warn(
      `NOT RUN: what needs the emulated AWS is not proved here.\n${error.message}`,
    );
    return undefined;
  }
}

const python = findPython();

/**
 * Starts something on MiniStack before the tests of a file or block, and ends it after them.
 *
 * @returns a function for tests to get it by. Where MiniStack is missing, nothing is started; tests of
 *   {@link itOnMinistack} don't run then.
 */
export function startedOnMinistack<T extends { close: () => Promise<void> }>(
  start: (python: string) => Promise<T>,
): () => T {
  let started: T | undefined;
  beforeAll(async () => {
    if (python !== undefined) started = await start(python);
  }, 60_000);
  afterAll(async () => {
    await started?.close();
  });
  return () => {
    if (started === undefined) throw new Error("MiniStack was not started");
    return started;
  };
}

/** A test that needs MiniStack; without it, it is skipped under a name that can't be taken for a pass. */
export function itOnMinistack(title: string, test: () => Promise<void>): void {
  if (python === undefined)
    it.skip(`NOT RUN (MiniStack is missing): ${title}`, test);
  else it(title, test, 60_000);
}
