/**
 * A signal that is given at the first SIGINT or SIGTERM; the process goes on until its work has ended, however often it
 * is asked.
 */
export function stoppingSignal(): AbortSignal {
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      abort.abort();
    });
  return abort.signal;
}

/**
 * A signal for what is removed at the end anyway, as a lab is: it is given also where the terminal goes, and who asks
 * again in the same way ends the process at once.
 */
export function interruptSignal(): AbortSignal {
  const abort = new AbortController();
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(name, () => {
      abort.abort();
    });
  return abort.signal;
}
