import { mainContainer } from '../flink/names.ts';
import type { PodLogOptions } from '../kubernetes/api.ts';
import { KubernetesError } from '../kubernetes/error.ts';
import { resources } from '../kubernetes/resource.ts';
import type { SessionSnapshot } from '../session/snapshot.ts';
import { someOf } from '../text/some-of.ts';
import { kubernetesAnswers } from './availability.ts';
import { clusterPods, nameOf } from './cluster-objects.ts';
import { command, type Input, type Plan, type Progress, type Services } from './command.ts';
import { CommandError, exitCodeOf, exitCodes } from './command-error.ts';
import { describeError } from './describe-error.ts';
import { mergeStreams } from './merge-streams.ts';
import { selectPods } from './pod-selector.ts';
import { prefixLines } from './prefix-lines.ts';
import { readPlan } from './reading.ts';
import { isOn, numberOption, textOption } from './shared-options.ts';

type LogsPlan = Plan & { readonly pods: readonly string[]; readonly options: Omit<PodLogOptions, 'namespace' | 'pod'> };
type LogsResult = {
  readonly pods: readonly string[];
  readonly failures: readonly { readonly pod: string; readonly message: string; readonly exitCode: number }[];
};

export const logs = command<LogsPlan, LogsResult>({
  name: 'logs',
  summary: 'print the logs of pods',
  description:
    "Prints the log of one pod as it is, byte for byte; of several pods, or of all if none is named, with the pod's name " +
    'before each line. A pod is named by its name, or by the end or the beginning of it: taskmanager-1-2.\n\n' +
    'JSON, after the log: pods, and failures (pod, message).',
  group: 'logs',
  examples: ['logs -f', 'logs taskmanager-1-1 --since 10m', 'logs my-first-flink-cluster-6d8c7b-x2x9z --previous'],
  needs: 'read',
  arguments: [{ name: 'POD', kind: 'pod', required: false, many: true, summary: 'all pods if none is named' }],
  options: [
    { name: 'follow', short: 'f', summary: 'go on as lines come' },
    { name: 'since', value: 'DURATION', kind: 'duration', summary: 'only lines newer than that' },
    { name: 'tail', value: 'LINES', kind: 'count', summary: 'only that many of the newest lines' },
    { name: 'previous', short: 'p', summary: 'of the container before its last restart' },
    { name: 'container', short: 'c', value: 'NAME', summary: `another container than ${mainContainer}` },
  ],
  keys: [{ key: 'L', pane: 'pods', hint: 'logs', subject: 'pod', options: { follow: true } }],
  rules: [{ verb: 'get', resource: resources.pods, subresource: 'log' }],
  available: podsHaveLogs,
  plan: planLogs,
  run: runLogs,
  render: {
    text: () => '',
    json: ({ pods, failures }) => ({ pods, failures: failures.map(({ pod, message }) => ({ pod, message })) }),
    names: ({ pods }) => pods,
  },
  failure: ({ failures }) => {
    const [first] = failures;
    if (first === undefined) return undefined;
    const told = Map.groupBy(failures, ({ message }) => message);
    const messages = [...told].map(([message, alike]) => `${someOf(alike.map(({ pod }) => pod))}: ${message}`);
    return { exitCode: first.exitCode, message: messages.join('; ') };
  },
});

async function planLogs({ connection }: Services, input: Input, signal: AbortSignal): Promise<LogsPlan> {
  const names = (await clusterPods(connection, signal)).map(nameOf);
  if (names.length === 0) throw new CommandError(exitCodes.notFound, `${connection.target.clusterId} has no pods`);
  const pods = selectPods(names, input.arguments);
  const sinceMs = numberOption(input, 'since');
  return readPlan(`print the logs of ${someOf(pods)}`, {
    pods,
    options: {
      container: textOption(input, 'container') ?? mainContainer,
      follow: isOn(input, 'follow'),
      previous: isOn(input, 'previous'),
      tailLines: numberOption(input, 'tail'),
      // The kubelet takes whole seconds, and at least one.
      sinceSeconds: sinceMs === undefined ? undefined : Math.max(1, Math.ceil(sinceMs / 1000)),
    },
  });
}

async function* runLogs(
  { connection: { kubernetes, target } }: Services,
  { pods, options }: LogsPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, LogsResult, void> {
  const done = new AbortController();
  const both = AbortSignal.any([signal, done.signal]);
  const open = (pod: string) => kubernetes.podLog({ namespace: target.namespace, pod, ...options }, both);
  const failures: LogsResult['failures'][number][] = [];

  /** One of several: what is wrong with it is told, and the others go on. */
  async function* prefixed(pod: string): AsyncGenerator<Progress, void, void> {
    try {
      for await (const chunk of prefixLines(await open(pod), `[${pod}] `)) yield { kind: 'bytes', chunk };
    } catch (error) {
      both.throwIfAborted();
      const known = asKnown(error);
      const { message } = describeError(known);
      failures.push({ pod, message, exitCode: exitCodeOf(known) });
      yield { kind: 'step', text: `${pod}: ${message}` };
    }
  }

  try {
    const [only, ...others] = pods;
    if (only !== undefined && others.length === 0) {
      const bytes = await open(only).catch((error: unknown) => {
        throw asKnown(error);
      });
      for await (const chunk of bytes) yield { kind: 'bytes', chunk };
    } else if (options.follow) {
      yield* mergeStreams(pods.map(prefixed), both);
    } else {
      for (const pod of pods) yield* prefixed(pod);
    }
    // A stream that was interrupted ends as one that is over does.
    signal.throwIfAborted();
    return { pods, failures };
  } finally {
    done.abort();
  }
}

/** The API server's own words for it say that a container was not found. */
function asKnown(error: unknown): unknown {
  const isAbsent = error instanceof KubernetesError && /previous terminated container .* not found/.test(error.message);
  if (!isAbsent) return error;
  const message = 'there is no earlier log: the container was not started again';
  return new CommandError(exitCodes.notFound, message, ['Without --previous the log of now is printed.'], {
    cause: error,
  });
}

function podsHaveLogs(snapshot: SessionSnapshot, { arguments: names }: Input): true | string {
  const answered = kubernetesAnswers(snapshot);
  if (answered !== true) return answered;
  const isGone = snapshot.pods?.some(({ name, goneAt }) => goneAt !== undefined && names.includes(name)) ?? false;
  return isGone ? 'the pod is gone, and its log at the API server with it' : true;
}
