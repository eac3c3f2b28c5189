import { clusterSelector, deploymentName } from '../../flink/names.ts';
import type { WatchState } from '../../kubernetes/api.ts';
import { KubernetesError } from '../../kubernetes/error.ts';
import type { Pod } from '../../kubernetes/objects.ts';
import { resources } from '../../kubernetes/resource.ts';
import { mergeItems } from '../../logs/stream/merge-items.ts';
import type { LogOrigin } from '../../logs/stream/streamed-event.ts';
import { type PodFacts, podFacts } from '../../session/pods/pod-facts.ts';
import { someOf } from '../../text/some-of.ts';
import { nameOf } from '../cluster/cluster-objects.ts';
import type { Progress, Services } from '../record/command.ts';
import { CommandError, exitCodes } from '../record/command-error.ts';
import { watchApiServer } from '../record/watch-api-server.ts';
import { chooseContainers } from './choose-containers.ts';
import { filterItems } from './filter-items.ts';
import { type FollowedLog, followLog } from './follow-log.ts';
import type { LogsFailure, LogsPlan } from './logs-plan.ts';

/** Delay of each line, so that older lines of other pods can be printed first. */
const mergeDelayMs = 300;

/**
 * Prints the existing logs and follows them across container restarts and lost connections. Ends when all containers
 * have ended for good or the session cluster is gone.
 */
export async function* followPods(
  services: Services,
  plan: LogsPlan,
  signal: AbortSignal,
): AsyncGenerator<Progress, readonly LogsFailure[], void> {
  const { kubernetes, target } = services.connection;
  const { namespace, clusterId } = target;
  const failures: LogsFailure[] = [];
  const merge = mergeItems(plan.merge ? mergeDelayMs : 0);
  const followed = new Map<string, FollowedLog>();
  const namedPods = new Set(plan.origins.map(({ pod }) => pod));
  let facts: ReadonlyMap<string, PodFacts> = new Map();

  const follow = (pod: Pod, { uid }: PodFacts) => {
    for (const origin of chooseContainers(pod, plan.containers)) {
      const key = `${uid}/${origin.container}`;
      if (followed.has(key)) continue;
      const log = followLog(services, origin, {
        plan,
        facts: () => facts.get(uid),
        failed: (error) => {
          failures.push({ origin, error });
          // If access to all logs is denied, access to logs of new pods will also be denied.
          if (failures.length === followed.size) merge.fail(error);
        },
        // During an outage of the API server, only the outage is reported.
        report: (text) => {
          if (!apiServer.isUnreachable()) addNote(origin, text);
        },
        signal,
      });
      followed.set(key, log);
      merge.add(log.items);
    }
  };
  const onPods = (pods: readonly Pod[]) => {
    const known = pods.map((pod) => ({ pod, facts: podFacts(pod) }));
    facts = new Map(known.flatMap((entry) => (entry.facts === undefined ? [] : [[entry.facts.uid, entry.facts]])));
    // Without named pods, also follow new pods.
    for (const { pod, facts: newFacts } of known) {
      if (newFacts !== undefined && (plan.allPods || namedPods.has(nameOf(pod)))) follow(pod, newFacts);
    }
    for (const { changed } of followed.values()) changed();
    if (!plan.allPods) merge.seal();
    else if (pods.length === 0) void sealIfGone();
  };
  /** Ends the logs if the Deployment is gone. A JobManager replacement can also leave no pods for a moment. */
  const sealIfGone = async () => {
    const deployment = { resource: resources.deployments, namespace, name: deploymentName(clusterId) };
    await kubernetes.get(deployment, signal).catch((error: unknown) => {
      if (error instanceof KubernetesError && error.kind === 'not-found') merge.seal();
    });
  };
  const addNote = (origin: LogOrigin, text: string) =>
    merge.emitFirst({ kind: 'marker', origin, at: services.now(), text });
  const reopen = () => {
    for (const log of followed.values()) log.reopen();
  };
  const onState = (state: WatchState) => {
    // A starting API server denies all requests. Keep watching if logs were readable before.
    if (state.state === 'denied' && followed.size === 0) merge.fail(state.error);
    apiServer.handleWatchState(state);
  };

  const apiServer = watchApiServer(kubernetes, {
    report: (text) => addNote({ pod: clusterId, container: '' }, text),
    recovered: () => {
      watch.reopen();
      reopen();
    },
  });
  const watch = kubernetes.watch<Pod>(
    { resource: resources.pods, namespace, labelSelector: clusterSelector(clusterId) },
    { onItems: onPods, onState },
  );
  const unsubscribe = services.connection.onWake(reopen);
  const end = () => merge.seal();
  signal.addEventListener('abort', end);
  try {
    yield* filterItems(merge.items(), plan);
    if (followed.size === 0 && !signal.aborted) {
      throw new CommandError(
        exitCodes.notFound,
        `${someOf([...namedPods])} ended before flink-tui could follow the log`,
      );
    }
    return failures;
  } finally {
    signal.removeEventListener('abort', end);
    unsubscribe();
    watch.stop();
    apiServer.stop();
    for (const { stop } of followed.values()) stop();
  }
}
