/** Something outside of this repository that a test needs, such as a program. */
export interface Component {
  /** Its name, as the report shows it. */
  readonly name: string;
  readonly isThere: boolean;
  /** How to make it be there. */
  readonly advice: string;
}

/**
 * Defines a test that needs components. Where one is missing, the test is skipped under a name that can't
 * be taken for a pass, and says on stderr what was not proved.
 */
export function itNeeds(
  components: readonly Component[],
  title: string,
  test: () => Promise<void>,
  milliseconds = 120_000,
): void {
  const missing = components.filter(({ isThere }) => !isThere);
  if (missing.length === 0) {
    it(title, test, milliseconds);
    return;
  }
  const names = missing.map(({ name }) => name).join(", ");
  const advice = missing.map((one) => one.advice).join("; ");
  process.stderr.write(
    `\nNOT RUN: ${title}\n  missing: ${names}\n  to run it: ${advice}\n`,
  );
  it.skip(`NOT RUN (${names} is missing): ${title}`, test);
}
