import { stateLocation, statePath } from "../state-location";
import type { Rule } from "./support/rule";

/** PostgreSQL cuts longer identifiers, in silence. */
const longestSchemaName = 63;

export const stateIsNotShared: Rule = {
  name: "state-is-not-shared",
  statement:
    "No two stacks have their state in one place, and a place's name is not cut.",
  reason:
    "Two stacks with one state destroy each other's resources. PostgreSQL cuts a schema's name at 63 bytes, which could make two names one.",
  source: "https://www.postgresql.org/docs/current/sql-syntax-lexical.html",
  *check({ environment, backendKnown, othersWithBackend }) {
    if (!backendKnown) return;
    const taken = new Map(
      othersWithBackend.flatMap(({ backend, clusters }) =>
        clusters.map(({ stack }) => [stateLocation(backend, stack), stack]),
      ),
    );
    const { backend } = environment;
    for (const { key, stack } of environment.clusters) {
      const place = statePath(backend, stack);
      const other = taken.get(stateLocation(backend, stack));
      if (other !== undefined)
        yield {
          path: ["backend", backend.kind],
          rule: `two stacks must not share a state, and ${stack} would share it with ${other}`,
          got: place,
          fix: "choose another prefix or rename a cluster",
        };
      if (backend.kind === "pg" && Buffer.byteLength(place) > longestSchemaName)
        yield {
          path: ["clusters", key],
          at: "key",
          rule: `a PostgreSQL schema's name has at most ${longestSchemaName} bytes, and ${stack}'s has ${Buffer.byteLength(place)}`,
          got: place,
          fix: "shorten backend.pg.schemaName or the cluster's key",
        };
    }
  },
};
