import { formatDuration } from '../../text/duration.ts';
import { checkApiServerReachable } from '../record/availability.ts';
import { command, type Input, type Plan } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { readOnlyPlan } from '../record/plan/read-only-plan.ts';
import { dryRun, isOn, noWait, timeout, yes } from '../record/shared-options.ts';
import { type WriteResult, writeResultData, writeResultFailure, writeResultText } from './level-result.ts';
import { writeResultSummary } from './level-summary.ts';
import { type ListLevelsResult, listData, listText } from './list-result.ts';
import type { NothingPlan } from './plan/plan-revert.ts';
import { logLevelRules } from './plan/rbac-rules.ts';
import { readLevel } from './plan/read-level.ts';
import type { WritePlan } from './plan/write-plan.ts';
import { defaultWatchTimeoutMs } from './watch/timing.ts';

type ListPlan = Plan & { readonly kind: 'list'; readonly logger: string | undefined };
type LevelPlan = ListPlan | NothingPlan | WritePlan;
type LevelResult = ListLevelsResult | WriteResult | { readonly kind: 'nothing' };

const timeoutSummary = `How long to wait before giving up (default ${formatDuration(defaultWatchTimeoutMs)}, or more if the file has a longer reload interval)`;

const revertOptions = ['undo', 'reset', 'overdue'] as const;

/** Limits of `--for`. Pods cannot read the file in less than the minimum. */
const forLimitsMs = { min: 1000, max: 365 * 86_400_000 };

export const logLevel = command<LevelPlan, LevelResult>({
  name: 'log-level',
  summary: 'View, change or reset log levels',
  description:
    'Without arguments, list the loggers of the logging configuration file with their levels and ' +
    'sources. With LOGGER, show that logger. Use root for the root logger.\n\n' +
    'With LEVEL, change the level in the ConfigMap and trigger a sync by the kubelet. flink-tui then reports when each ' +
    'pod has received the file and uses the new level.\n\n' +
    'flink-tui saves the original file in an annotation of the ConfigMap and on this computer. With --for, flink-tui ' +
    'reverts the level after that duration. If flink-tui is not running at that time, it reverts the level at the next ' +
    'attach. A revert restores the file byte for byte, except for changes by other clients.\n\n' +
    'JSON of the list: configMap, key, monitorIntervalSeconds, loggers, pending, problems.\n\n' +
    'JSON of a change: configMap, key, levels, written, until, pods, newerChange, notes and revert. Fields of levels: ' +
    'logger, from and to. Fields of pods: pod, status, syncedSeconds, liveSeconds, evidence and reason. newerChange is ' +
    'a later change by another client, or null. Fields of newerChange: by, at, levels and problem. revert is the result ' +
    'of the automatic revert, or null.',
  group: 'logs',
  examples: [
    'log-level',
    'log-level org.apache.flink.runtime DEBUG --for 10m',
    'log-level root WARN --dry-run',
    'log-level --undo',
  ],
  needs: 'write',
  arguments: [
    { name: 'LOGGER', kind: 'logger', required: false, many: false, summary: 'Class, package, or root' },
    {
      name: 'LEVEL',
      kind: 'level',
      required: false,
      many: false,
      summary: 'OFF, FATAL, ERROR, WARN, INFO, DEBUG, TRACE or ALL (case-insensitive)',
    },
  ],
  options: [
    { name: 'for', value: 'DURATION', kind: 'duration', summary: 'Revert the level after this duration' },
    { name: 'fast', summary: 'Set the reload interval of the file to 5 s until the revert' },
    { name: 'undo', summary: 'Revert the last change, or the change to LOGGER' },
    { name: 'reset', summary: 'Revert all changes' },
    { name: 'overdue', summary: 'Revert changes whose --for duration has expired' },
    {
      name: 'force',
      summary:
        'With --undo, --reset or --overdue: keep conflicting changes by other clients and revert everything else',
    },
    { name: 'for-new-pods', summary: 'Write the file for new pods, even if running pods do not reload it' },
    dryRun,
    yes,
    noWait,
    { ...timeout(defaultWatchTimeoutMs), summary: timeoutSummary },
  ],
  keys: [],
  rules: logLevelRules,
  reportsOverdueLevels: true,
  available: checkApiServerReachable,
  // The parsers of logging configuration and YAML are imported on demand, so that other commands start faster.
  plan: async (services, input, signal) => {
    rejectConflictingOptions(input);
    if (revertOptions.some((name) => isOn(input, name))) {
      const { planRevert } = await import('./plan/plan-revert.ts');
      return planRevert(services, input, signal);
    }
    const [logger, level] = input.arguments;
    if (logger === undefined || level === undefined) {
      return readOnlyPlan('List log levels', { kind: 'list', logger });
    }
    const newLevel = readLevel(level);
    const { planChange } = await import('./plan/plan-change.ts');
    return planChange(services, input, logger, newLevel, signal);
  },
  async *run(services, plan, signal) {
    if (plan.kind === 'list') {
      const { listLevels } = await import('./list-levels.ts');
      return await listLevels(services, plan.logger, signal);
    }
    if (plan.kind === 'nothing') return { kind: 'nothing' };
    // The screen has its own timer and can run other commands in the meantime.
    const waitsForRevert = plan.until !== null && plan.wait && services.frontend !== 'screen';
    const [{ runForDuration }, { runWrite }] = await Promise.all([
      import('./write/run-for-duration.ts'),
      import('./write/run-write.ts'),
    ]);
    return yield* waitsForRevert ? runForDuration(services, plan, signal) : runWrite(services, plan, signal);
  },
  render: {
    text: (result) => {
      if (result.kind === 'nothing') return 'No overdue changes';
      return result.kind === 'list' ? listText(result) : writeResultText(result);
    },
    json: (result) => {
      if (result.kind === 'nothing') return { levels: [] };
      return result.kind === 'list' ? listData(result) : writeResultData(result);
    },
    names: (result) => {
      if (result.kind === 'nothing') return [];
      return result.kind === 'list'
        ? result.loggers.map(({ name }) => name)
        : result.levels.map(({ logger }) => logger);
    },
    summary: (result) => (result.kind === 'write' ? writeResultSummary(result) : undefined),
  },
  failure: (result) => (result.kind === 'write' ? writeResultFailure(result) : undefined),
});

function rejectConflictingOptions({ arguments: [, level], options }: Input): void {
  const reject = (message: string) => {
    throw new CommandError(exitCodes.usage, message, ['Run help log-level for details']);
  };
  const used = revertOptions.filter((name) => options[name] === true).map((name) => `--${name}`);
  if (used.length > 1) reject(`${used.join(' and ')} are mutually exclusive`);
  if (used.length === 1 && level !== undefined) reject(`${used[0]} takes no LEVEL`);
  if (used.length === 0 && options.force === true) reject('--force requires --undo, --reset or --overdue');
  if (typeof options.for === 'number' && (options.for < forLimitsMs.min || options.for > forLimitsMs.max)) {
    const { min, max } = forLimitsMs;
    reject(`--for must be a duration from ${formatDuration(min)} to ${formatDuration(max)}`);
  }
  if (level !== undefined) return;
  for (const name of ['for', 'fast', 'for-new-pods']) {
    if (options[name] !== undefined) reject(`--${name} requires a LOGGER and a LEVEL`);
  }
}
