import { formatDuration } from '../../text/duration.ts';
import { kubernetesAnswers } from '../record/availability.ts';
import { command, type Input, type Plan } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { readPlan } from '../record/read-plan.ts';
import { dryRun, isOn, noWait, timeout, yes } from '../record/shared-options.ts';
import { type WriteResult, writeData, writeFailure, writeText } from './level-result.ts';
import { type ListResult, listData, listText } from './list-result.ts';
import { levelRules } from './plan/level-rules.ts';
import type { NothingPlan } from './plan/plan-revert.ts';
import { readLevel } from './plan/read-level.ts';
import type { WritePlan } from './plan/write-plan.ts';
import { defaultTimeoutMs } from './watch/default-timeout.ts';

type ListPlan = Plan & { readonly kind: 'list'; readonly logger: string | undefined };
type LevelPlan = ListPlan | NothingPlan | WritePlan;
type LevelResult = ListResult | WriteResult | { readonly kind: 'nothing' };

const howLong = `how long to wait before giving up; ${formatDuration(defaultTimeoutMs)} if not given, more where the file's interval is long`;

const takingBack = ['undo', 'reset', 'overdue'] as const;

/** Shorter, no pod could read it in time. Longer, nobody would wait for it, and a date has an end. */
const forLimitsMs = { least: 1000, most: 365 * 86_400_000 };

export const logLevel = command<LevelPlan, LevelResult>({
  name: 'log-level',
  summary: 'show and change the levels of loggers, live',
  description:
    'Alone it lists the loggers of the file by which the pods log, each with its level and where that comes from; with ' +
    'LOGGER, that one. With LEVEL it changes the one line in the ConfigMap, has the kubelet bring it into the pods at ' +
    'once, and says of each pod when it had the file and when its log was by it. The root logger is called root.\n\n' +
    'What was there before is kept in an annotation of the ConfigMap and on this computer. With --for it goes back by ' +
    'itself: while flink-tui runs, else at the next attach on a screen. The file is then as it was, byte for byte, but ' +
    'for what others have written meanwhile.\n\n' +
    'JSON of the list: configMap, key, monitorIntervalSeconds, loggers, pending, problems. JSON of a change: configMap, ' +
    'key, levels (logger, from, to), written, until, pods (pod, state, inPodSeconds, liveSeconds, by, why), newer (by, ' +
    'at, levels, problem: what somebody else has made of the levels meanwhile), notes, back.',
  group: 'logs',
  examples: [
    'log-level',
    'log-level org.apache.flink.runtime.checkpoint DEBUG --for 10m',
    'log-level root WARN --dry-run',
    'log-level --undo',
  ],
  needs: 'write',
  arguments: [
    { name: 'LOGGER', kind: 'logger', required: false, many: false, summary: 'a class, a package, or root' },
    { name: 'LEVEL', kind: 'level', required: false, many: false, summary: 'OFF to ALL; in any case' },
  ],
  options: [
    { name: 'for', value: 'DURATION', kind: 'duration', summary: 'take it back after that' },
    { name: 'fast', summary: 'have the file looked at every 5 s, until it is taken back' },
    { name: 'undo', summary: 'take the last change back, or that of LOGGER' },
    { name: 'reset', summary: 'take all changes back' },
    { name: 'overdue', summary: 'take back what was set --for a time that is over' },
    { name: 'force', summary: 'with these three: though others have changed the same lines, which stay as they are' },
    { name: 'for-new-pods', summary: 'write it though running pods will not read it, for those that start later' },
    dryRun,
    yes,
    noWait,
    { ...timeout(defaultTimeoutMs), summary: howLong },
  ],
  keys: [],
  rules: levelRules,
  reportsOverdueLevels: true,
  available: kubernetesAnswers,
  // What reads logging files and YAML is imported where it is needed: no other command is to wait for it.
  plan: async (services, input, signal) => {
    refuseWhatDoesNotFit(input);
    if (takingBack.some((name) => isOn(input, name))) {
      const { planRevert } = await import('./plan/plan-revert.ts');
      return planRevert(services, input, signal);
    }
    const [logger, level] = input.arguments;
    if (logger === undefined || level === undefined) {
      return readPlan('list the levels of the loggers', { kind: 'list', logger });
    }
    const wanted = readLevel(level);
    const { planChange } = await import('./plan/plan-change.ts');
    return planChange(services, input, logger, wanted, signal);
  },
  async *run(services, plan, signal) {
    if (plan.kind === 'list') {
      const { listLevels } = await import('./list-levels.ts');
      return await listLevels(services, plan.logger, signal);
    }
    if (plan.kind === 'nothing') return { kind: 'nothing' };
    // The screen keeps the time itself, and goes on meanwhile.
    const keepsTime = plan.until !== null && plan.wait && services.frontend !== 'screen';
    const [{ runForDuration }, { runWrite }] = await Promise.all([
      import('./write/run-for-duration.ts'),
      import('./write/run-write.ts'),
    ]);
    return yield* keepsTime ? runForDuration(services, plan, signal) : runWrite(services, plan, signal);
  },
  render: {
    text: (result) => {
      if (result.kind === 'nothing') return 'nothing is overdue';
      return result.kind === 'list' ? listText(result) : writeText(result);
    },
    json: (result) => {
      if (result.kind === 'nothing') return { levels: [] };
      return result.kind === 'list' ? listData(result) : writeData(result);
    },
    names: (result) => {
      if (result.kind === 'nothing') return [];
      return result.kind === 'list'
        ? result.loggers.map(({ name }) => name)
        : result.levels.map(({ logger }) => logger);
    },
  },
  failure: (result) => (result.kind === 'write' ? writeFailure(result) : undefined),
});

function refuseWhatDoesNotFit({ arguments: [, level], options }: Input): void {
  const refuse = (message: string) => {
    throw new CommandError(exitCodes.usage, message, ['help log-level tells more.']);
  };
  const back = takingBack.filter((name) => options[name] === true).map((name) => `--${name}`);
  if (back.length > 1) refuse(`${back.join(' and ')} are two different things`);
  if (back.length === 1 && level !== undefined) refuse(`${back[0]} takes no LEVEL`);
  if (back.length === 0 && options.force === true) refuse('--force is for --undo, --reset and --overdue');
  if (typeof options.for === 'number' && (options.for < forLimitsMs.least || options.for > forLimitsMs.most)) {
    const { least, most } = forLimitsMs;
    refuse(`--for takes a duration from ${formatDuration(least)} to ${formatDuration(most)}`);
  }
  if (level !== undefined) return;
  for (const name of ['for', 'fast', 'for-new-pods']) {
    if (options[name] !== undefined) refuse(`--${name} needs a LOGGER and a LEVEL`);
  }
}
