import { median, type Measurement, type Round } from "./measure";
import type { Usage } from "./run-app";
import { table, withAim } from "./table";

/** The most that our time may be of the bare app's. */
const mostRatio = 1.15;
/** The most that a time may grow when the work doubles. */
const mostGrowth = 2.2;

type App = keyof Round;
type Quantity = keyof Usage;

/** The tables, as Markdown. */
export function report(
  measurements: readonly Measurement[],
  startUp: Measurement,
): string {
  return [
    ratios([startUp, ...measurements]),
    growth(measurements, startUp),
    orientation([startUp, ...measurements]),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function ratios(measurements: readonly Measurement[]): string {
  return table(
    `Ours divided by the bare app's, median of the pairs; the aim is at most ${mostRatio}:`,
    [
      "workloads on each of 2 clusters",
      "resources",
      "wall time",
      "CPU time",
      "peak memory",
      "CPU time, bare app without traces",
    ],
    measurements.map((one) => [
      one.workloads === 0 ? "0 (start-up)" : String(one.workloads),
      String(one.resources),
      withAim(ratio(one, "wall", "bare"), one.workloads && mostRatio),
      withAim(ratio(one, "cpu", "bare"), one.workloads && mostRatio),
      ratio(one, "memory", "bare").toFixed(2),
      ratio(one, "cpu", "bareWithoutTraces").toFixed(2),
    ]),
  );
}

function growth(
  measurements: readonly Measurement[],
  startUp: Measurement,
): string {
  const rows = measurements.flatMap((small) => {
    const large = measurements.find(
      ({ workloads }) => workloads === 2 * small.workloads,
    );
    if (large === undefined) return [];
    return (["ours", "bare"] as const).map((app) => {
      const times = (quantity: Quantity, less: number): number =>
        (middle(large, app, quantity) - less) /
        (middle(small, app, quantity) - less);
      return [
        `${small.workloads} to ${large.workloads}`,
        app,
        withAim(times("wall", 0), mostGrowth),
        withAim(times("cpu", 0), mostGrowth),
        times("cpu", middle(startUp, app, "cpu")).toFixed(2),
        times("memory", 0).toFixed(2),
      ];
    });
  });
  return table(
    `Growth when the work doubles; the aim is at most ${mostGrowth}:`,
    [
      "workloads",
      "app",
      "wall time",
      "CPU time",
      "CPU time without start-up",
      "peak memory",
    ],
    rows,
  );
}

function orientation(measurements: readonly Measurement[]): string {
  const usage = (one: Measurement, app: App): string =>
    `${middle(one, app, "wall").toFixed(1)} s, ${middle(one, app, "cpu").toFixed(1)} s, ${middle(one, app, "memory").toFixed(0)} MiB`;
  return table(
    "For orientation, wall time, CPU time and peak memory on the machine that measured, medians:",
    ["workloads", "ours", "bare", "bare without traces", "rounds"],
    measurements.map((one) => [
      String(one.workloads),
      usage(one, "ours"),
      usage(one, "bare"),
      usage(one, "bareWithoutTraces"),
      String(one.rounds.length),
    ]),
  );
}

function ratio(one: Measurement, quantity: Quantity, to: App): number {
  return median(
    one.rounds.map((round) => round.ours[quantity] / round[to][quantity]),
  );
}

function middle(one: Measurement, app: App, quantity: Quantity): number {
  return median(one.rounds.map((round) => round[app][quantity]));
}
