import type { Pod } from '../../kubernetes/objects.ts';
import { printable } from '../../text/printable.ts';
import { someOf } from '../../text/some-of.ts';
import { clusterPods, nameOf } from '../cluster/cluster-objects.ts';
import { selectPods } from '../pods/pod-selector.ts';
import type { Input, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { formatOf } from '../record/output-format.ts';
import { readOnlyPlan } from '../record/plan/read-only-plan.ts';
import { isOn, numberOption, textOption } from '../record/shared-options.ts';
import { chooseContainers, containersOf, restartsOf } from './choose-containers.ts';
import type { LogsPlan } from './logs-plan.ts';
import { readLogFilter } from './read-log-filter.ts';

/** Pairs of mutually exclusive options. */
const exclusiveOptions = [
  ['since', 'since-time'],
  ['merge', 'no-merge'],
  ['container', 'all-containers'],
  ['follow', 'previous'],
] as const;

export async function planLogs({ connection }: Services, input: Input, signal: AbortSignal): Promise<LogsPlan> {
  rejectExclusiveOptions(input);
  const [found, filter] = await Promise.all([
    clusterPods(connection, signal),
    readLogFilter(input, connection.flink, signal),
  ]);
  if (found.length === 0) throw new CommandError(exitCodes.notFound, `${connection.target.clusterId} has no pods`);
  const pods = choosePods(found, input.arguments);
  const containers = { name: textOption(input, 'container'), all: isOn(input, 'all-containers') };
  const origins = pods.flatMap((pod) => chooseContainers(pod, containers));
  if (origins.length === 0) throw missingContainerError(containers.name ?? '', pods);
  const format = formatOf(input);
  const previous = isOn(input, 'previous');
  const tail = numberOption(input, 'tail');
  return {
    ...readOnlyPlan(`Print logs of ${someOf(pods.map(nameOf))}`, {
      origins,
      allPods: input.arguments.length === 0,
      containers,
      follow: isOn(input, 'follow'),
      previous,
      tailLines: tail === undefined || tail < 0 ? undefined : tail,
      sinceMs: numberOption(input, 'since'),
      sinceTime: numberOption(input, 'since-time'),
      filter,
      merge: !isOn(input, 'no-merge'),
      timestamps: isOn(input, 'timestamps'),
      output: format === 'name' ? 'nothing' : format === 'json' || format === 'yaml' ? 'data' : 'lines',
    } as const),
    warnings: previous ? [] : restartWarnings(pods, origins),
  };
}

function rejectExclusiveOptions(input: Input): void {
  for (const [one, other] of exclusiveOptions) {
    if (input.options[one] === undefined || input.options[other] === undefined) continue;
    throw new CommandError(exitCodes.usage, `--${one} and --${other} are mutually exclusive`);
  }
}

function choosePods(found: readonly Pod[], selectors: readonly string[]): readonly Pod[] {
  try {
    const names = selectPods(found.map(nameOf), selectors);
    return names.flatMap((name) => found.filter((pod) => nameOf(pod) === name));
  } catch (error) {
    if (!(error instanceof CommandError) || error.exitCode !== exitCodes.notFound) throw error;
    throw new CommandError(error.exitCode, error.message, [
      ...error.hints,
      'Look for lines of deleted pods in the logs pane of an attached flink-tui',
      'Look for files in ~/.cache/flink-tui/logs or the log-dir directory if flink-tui ran with --keep-logs',
    ]);
  }
}

function missingContainerError(name: string, pods: readonly Pod[]): CommandError {
  const [only, ...others] = pods;
  const subject = only !== undefined && others.length === 0 ? nameOf(only) : `none of the ${pods.length} pods`;
  const known = [...new Set(pods.flatMap(containersOf))];
  return new CommandError(
    exitCodes.notFound,
    `${subject} has ${subject.startsWith('none') ? 'a' : 'no'} container ${printable(name)}`,
    [`Containers: ${known.join(', ')}`],
  );
}

function restartWarnings(pods: readonly Pod[], origins: LogsPlan['origins']): readonly string[] {
  const restarted = origins.filter(({ pod: name, container }) =>
    pods.some((pod) => nameOf(pod) === name && restartsOf(pod, container) > 0),
  );
  if (restarted.length === 0) return [];
  return [`${someOf(restarted.map(({ pod }) => pod))} restarted. Use --previous for the log before the restart`];
}
