import { median } from "../measure";
import { table, withAim } from "../table";
import { steps, type LabRound, type Run, type Step } from "./measure";

/** What was measured with one number of workloads. */
export interface LabMeasurement {
  readonly workloads: number;
  readonly rounds: readonly LabRound[];
}

/** The workloads from which on the aims for CPU time hold: below, the provider's start weighs most. */
const aimedAt = 500;

/** The most that our CPU time may be of the shape's. */
const mostCpu: Readonly<Record<Step, number>> = {
  plan: 1 / 2,
  apply: 1 / 3,
  "second plan": 0,
  destroy: 0,
};

/** The most that our API calls may be of the shape's. */
const mostCalls = 1;

type Quantity = "cpu" | "wall" | "calls";
type App = keyof LabRound;

const stepNames = Object.keys(steps) as Step[];

/** The tables, as Markdown. */
export function report(measurements: readonly LabMeasurement[]): string {
  return [
    ratios(measurements),
    states(measurements),
    calls(measurements),
    growth(measurements),
    orientation(measurements),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function ratios(measurements: readonly LabMeasurement[]): string {
  return table(
    `Ours divided by the shape's. The aims: at ${aimedAt} workloads at most half of the plan's CPU time and a third of the apply's; no more API calls:`,
    ["workloads", "step", "CPU time", "wall time", "API calls"],
    measurements.flatMap((one) =>
      stepNames.map((step) => [
        String(one.workloads),
        step,
        withAim(
          ratio(one, step, "cpu"),
          one.workloads >= aimedAt ? mostCpu[step] : 0,
        ),
        ratio(one, step, "wall").toFixed(2),
        withAim(ratio(one, step, "calls"), mostCalls),
      ]),
    ),
  );
}

function states(measurements: readonly LabMeasurement[]): string {
  const counts = ({ state }: Run): string =>
    `${state.resources} and ${state.dataSources}`;
  const kilobytes = ({ state }: Run): string => (state.bytes / 1000).toFixed(0);
  return table(
    "The state, in kB, and what stands in it, resources and data sources:",
    [
      "workloads",
      "ours",
      "shape",
      "ratio of sizes",
      "ours holds",
      "shape holds",
    ],
    measurements.flatMap(({ workloads, rounds: [first] }) =>
      first === undefined
        ? []
        : [
            [
              String(workloads),
              kilobytes(first.ours),
              kilobytes(first.shape),
              (first.ours.state.bytes / first.shape.state.bytes).toFixed(2),
              counts(first.ours),
              counts(first.shape),
            ],
          ],
    ),
  );
}

function calls(measurements: readonly LabMeasurement[]): string {
  return table(
    "API calls per workload, ours and the shape's:",
    ["workloads", ...stepNames],
    measurements.map((one) => [
      String(one.workloads),
      ...stepNames.map((step) =>
        (["ours", "shape"] as const)
          .map((app) =>
            (middle(one, app, step, "calls") / one.workloads).toFixed(1),
          )
          .join(" and "),
      ),
    ]),
  );
}

function growth(measurements: readonly LabMeasurement[]): string {
  const rows = measurements.slice(1).flatMap((large, index) => {
    const small = measurements[index];
    if (small === undefined) return [];
    const change = `${small.workloads} to ${large.workloads}`;
    return (["ours", "shape"] as const).flatMap((app) => [
      ...stepNames.map((step) => [
        change,
        app,
        step,
        ...(["cpu", "wall", "calls"] as const).map((quantity) =>
          (
            middle(large, app, step, quantity) /
            middle(small, app, step, quantity)
          ).toFixed(2),
        ),
        stateGrowth(small, large, app, step),
      ]),
    ]);
  });
  return table(
    "Growth:",
    [
      "workloads",
      "configuration",
      "step",
      "CPU time",
      "wall time",
      "API calls",
      "state",
    ],
    rows,
  );
}

/** The state is what the apply leaves. */
function stateGrowth(
  small: LabMeasurement,
  large: LabMeasurement,
  app: App,
  step: Step,
): string {
  const bytes = (one: LabMeasurement): number =>
    median(one.rounds.map((round) => round[app].state.bytes));
  return step === "apply" ? (bytes(large) / bytes(small)).toFixed(2) : "";
}

function orientation(measurements: readonly LabMeasurement[]): string {
  const usage = (one: LabMeasurement, app: App, step: Step): string =>
    `${middle(one, app, step, "cpu").toFixed(1)} s, ${middle(one, app, step, "wall").toFixed(1)} s, ${middle(one, app, step, "calls").toFixed(0)}`;
  return table(
    "For orientation, CPU time, wall time and API calls on the machine that measured, medians:",
    ["workloads", "step", "ours", "shape", "rounds"],
    measurements.flatMap((one) =>
      stepNames.map((step) => [
        String(one.workloads),
        step,
        usage(one, "ours", step),
        usage(one, "shape", step),
        String(one.rounds.length),
      ]),
    ),
  );
}

function ratio(one: LabMeasurement, step: Step, quantity: Quantity): number {
  return median(
    one.rounds.map(
      ({ ours, shape }) =>
        ours.steps[step][quantity] / shape.steps[step][quantity],
    ),
  );
}

function middle(
  one: LabMeasurement,
  app: App,
  step: Step,
  quantity: Quantity,
): number {
  return median(one.rounds.map((round) => round[app].steps[step][quantity]));
}
