import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseCommandLine } from '../../src/commands/line/parse.ts';
import type { Failure, Plan, Services } from '../../src/commands/record/command.ts';
import { exitCodeOf } from '../../src/commands/record/command-error.ts';
import { describeError } from '../../src/commands/record/describe-error.ts';
import type { LocalState } from '../../src/commands/record/local-state.ts';
import { formatOf } from '../../src/commands/record/output-format.ts';
import type { Demo, DemoScenario } from '../../src/demo/demo.ts';
import { startDemo } from '../../src/demo/start-demo.ts';
import { connectKubernetes } from '../../src/kubernetes/connect.ts';
import { connectSession } from '../../src/session/attach/connect.ts';
import type { Connection } from '../../src/session/session.ts';
import { createEventPrinter } from '../../src/shell/print/print-events.ts';
import { createLocalState } from '../../src/shell/program/local-state.ts';
import { demoKubeconfig } from '../support/demo-kubeconfig.ts';
import { eventually } from '../support/eventually.ts';

/** The outcome of a typed line. */
type CommandRun = {
  readonly plan: Plan;
  readonly steps: readonly string[];
  /** The streamed output, followed by the result. */
  readonly text: string;
  readonly data: unknown;
  /** The lines of `-o name`. */
  readonly names: readonly string[];
  readonly failure: Failure | undefined;
};

export type SessionUnderTest = {
  readonly demo: Demo;
  readonly connection: Connection;
  /** Files of this session only. */
  readonly local: LocalState;
  /** `afterPlan` runs between the plan and the run. */
  readonly run: (line: string, afterPlan?: () => unknown, onStep?: (step: string) => void) => Promise<CommandRun>;
  /** Advances the clocks of commands and of the API server. */
  readonly passTime: (milliseconds: number) => Promise<void>;
  /** Runs a line as another user over the same connection. */
  readonly runAs: (user: string, line: string) => Promise<CommandRun>;
  /** Runs a line with a wrong local clock. */
  readonly runWithClock: (line: string, aheadMs: number) => Promise<CommandRun>;
  /** Runs a line while the estimate of the server's clock stands still. */
  readonly runAtServerTime: (line: string, serverTime: number) => Promise<CommandRun>;
  /** Returns the exit code, message and hints of a line that fails. */
  readonly expectError: (
    line: string,
    afterPlan?: () => unknown,
  ) => Promise<{ exitCode: number; message: string; hints: readonly string[] }>;
  /** Submits a job and waits until all its tasks are running. */
  readonly runningJob: (name: string, options?: Parameters<Demo['submitJob']>[1]) => Promise<string>;
};

const speed = 20;

/** Starts a demo session cluster without jobs and connects to it over real sockets. */
export async function withSession(
  scenario: DemoScenario,
  use: (session: SessionUnderTest) => Promise<void>,
  role: 'admin' | 'viewer' = 'admin',
  /** The demo's session cluster by default. */
  clusterId?: string,
): Promise<void> {
  const demo = await startDemo({ speed, scenario: { jobs: 'none', ...scenario } });
  const kubernetes = await connectKubernetes({ file: demoKubeconfig(demo, role), env: {} });
  const signal = AbortSignal.timeout(120_000);
  const target = { clusterId: clusterId ?? demo.clusterId, namespace: demo.namespace };
  const connection = await connectSession(kubernetes, target, signal);
  const stateFolder = await mkdtemp(join(tmpdir(), 'flink-tui-state-'));
  const local = createLocalState({ XDG_STATE_HOME: stateFolder });
  let aheadMs = 0;
  const now = () => Date.now() + aheadMs;
  const services: Services = { frontend: 'subcommand', connection, local, snapshot: undefined, now };
  const run: SessionUnderTest['run'] = (line, afterPlan, onStep) => runLine(services, line, signal, afterPlan, onStep);
  try {
    await use({
      demo,
      connection,
      local,
      run,
      passTime: async (milliseconds) => {
        aheadMs += milliseconds;
        await demo.fault({ kind: 'clock', aheadMs });
        await kubernetes.ping(10_000, signal);
      },
      runAs: (user, line) => runLine({ ...services, local: { ...local, user } }, line, signal),
      runWithClock: (line, wrongMs) => runLine({ ...services, now: () => services.now() + wrongMs }, line, signal),
      runAtServerTime: (line, serverTime) => {
        const stopped = { ...connection, kubernetes: { ...kubernetes, serverTime: () => serverTime } };
        return runLine({ ...services, connection: stopped }, line, signal);
      },
      expectError: async (line, afterPlan) => {
        const error: unknown = await run(line, afterPlan).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error === undefined) throw new Error(`${line} did not fail`);
        return { exitCode: exitCodeOf(error), ...describeError(error) };
      },
      runningJob: async (name, options) => {
        const id = demo.submitJob(name, options);
        await eventually(`${name} to run`, () => isRunning(connection, id, signal));
        return id;
      },
    });
  } finally {
    await connection.close();
    await kubernetes.close();
    await demo.close();
    await rm(stateFolder, { recursive: true });
  }
}

async function isRunning({ flink }: Connection, id: string, signal: AbortSignal): Promise<boolean> {
  const job = (await flink.jobs(signal)).find((candidate) => candidate.id === id);
  return job?.state === 'RUNNING' && job.tasks.running === job.tasks.total;
}

async function runLine(
  services: Services,
  line: string,
  signal: AbortSignal,
  afterPlan?: () => unknown,
  onStep?: (step: string) => void,
): Promise<CommandRun> {
  const parsed = parseCommandLine(line);
  if (parsed === undefined) throw new Error('blank line');
  const { command, input } = parsed;
  const plan = await command.plan(services, input, signal);
  await afterPlan?.();
  const running = command.run(services, plan, signal);
  const print = createEventPrinter({ format: formatOf(input) ?? 'text', isTerminal: false, color: false });
  const steps: string[] = [];
  let streamed = '';
  for (;;) {
    const step = await running.next();
    if (step.done === true) {
      const text = streamed + command.render.text(step.value, { wide: false, now: services.now() });
      const { json, names } = command.render;
      const outputs = { text, data: json(step.value), names: names?.(step.value) ?? [] };
      return { plan, steps, ...outputs, failure: command.failure?.(step.value) };
    }
    if (step.value.kind === 'step' || step.value.kind === 'note') {
      steps.push(step.value.text);
      onStep?.(step.value.text);
    } else if (step.value.kind === 'bytes') streamed += Buffer.from(step.value.chunk).toString();
    else streamed += Buffer.from(await print(step.value)).toString();
  }
}
