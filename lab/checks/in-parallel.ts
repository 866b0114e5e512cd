/** Runs tasks, a few at once, and gives their results in the order of the tasks. */
export async function inParallel<Result>(
  atOnce: number,
  tasks: readonly (() => Promise<Result>)[],
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const queue = [...tasks.entries()];
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next; next = queue.shift())
      results.set(next[0], await next[1]());
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return [...results.entries()]
    .sort(([left], [right]) => left - right)
    .map(([, result]) => result);
}
