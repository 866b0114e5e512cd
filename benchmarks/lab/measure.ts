import { deepStrictEqual } from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Terraform } from "../../modules/terraform-cli";
import {
  startContestant,
  type Contestant,
  type State,
  type StepUsage,
} from "./contestant";
import { writeOurs } from "./our-configuration";
import { writeShape } from "./shape-configuration";
import { labWorkloads } from "./workloads";

/** What is measured, in this order. The first plan is saved, and the apply does it. */
export const steps = {
  plan: ["plan", "-out=saved.tfplan"],
  apply: ["apply", "saved.tfplan"],
  // Fails where it is not empty.
  "second plan": ["plan", "-detailed-exitcode"],
  destroy: ["destroy", "-auto-approve"],
} as const;

export type Step = keyof typeof steps;

/** One configuration, from the first plan to nothing left. */
export interface Run {
  readonly steps: Readonly<Record<Step, StepUsage>>;
  /** The state between apply and destroy. */
  readonly state: State;
}

/** The two side by side. */
export interface LabRound {
  readonly ours: Run;
  readonly shape: Run;
}

export interface MeasureProps {
  /** An empty folder. */
  readonly folder: string;
  readonly workloads: number;
  readonly terraform: Terraform;
  readonly configFile: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Deploys and destroys the same workloads by both configurations, step by step in turn, each on an AWS of
 * its own.
 *
 * @throws Error where the two don't grant the same, a second plan isn't empty, or something is left.
 */
export async function measureRound(props: MeasureProps): Promise<LabRound> {
  const workloads = labWorkloads(props.workloads);
  const at = (name: string): string => {
    const folder = join(props.folder, name);
    mkdirSync(folder, { recursive: true });
    return folder;
  };
  const { environment, folder } = await writeOurs(at("ours"), workloads);
  writeShape(at("shape"), workloads);
  const started: Contestant[] = [];
  const start = async (folder: string): Promise<Contestant> => {
    const contestant = await startContestant({
      ...props,
      folder,
      workloads,
      environment,
    });
    started.push(contestant);
    return contestant;
  };
  try {
    const ours = await start(folder);
    const shape = await start(at("shape"));
    return await takeTurns(props, ours, shape);
  } finally {
    for (const contestant of started) await contestant.close();
  }
}

async function takeTurns(
  { workloads, say }: MeasureProps,
  ours: Contestant,
  shape: Contestant,
): Promise<LabRound> {
  const take = async (
    step: Step,
  ): Promise<Record<keyof LabRound, StepUsage>> => {
    const usage = {
      ours: await ours.run(steps[step]),
      shape: await shape.run(steps[step]),
    };
    say(
      `${workloads} workloads, ${step}: ours ${describe(usage.ours)}; shape ${describe(usage.shape)}`,
    );
    return usage;
  };
  const plan = await take("plan");
  const apply = await take("apply");
  deepStrictEqual(await ours.access(), await shape.access());
  const state = { ours: await ours.state(), shape: await shape.state() };
  const secondPlan = await take("second plan");
  const destroy = await take("destroy");
  deepStrictEqual(
    [(await ours.state()).resources, (await shape.state()).resources],
    [0, 0],
    "destroy left something",
  );
  const runOf = (app: keyof LabRound): Run => ({
    steps: {
      plan: plan[app],
      apply: apply[app],
      "second plan": secondPlan[app],
      destroy: destroy[app],
    },
    state: state[app],
  });
  return { ours: runOf("ours"), shape: runOf("shape") };
}

function describe({ cpu, wall, calls }: StepUsage): string {
  return `${cpu.toFixed(1)} s CPU, ${wall.toFixed(1)} s, ${calls} calls`;
}
