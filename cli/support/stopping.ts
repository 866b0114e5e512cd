/** A signal that is given at the first SIGINT or SIGTERM; the process goes on until its work has ended. */
export function stoppingSignal(): AbortSignal {
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      abort.abort();
    });
  return abort.signal;
}
