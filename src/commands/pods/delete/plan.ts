import { resources } from '../../../kubernetes/resource.ts';
import { inParallel } from '../../../session/in-parallel.ts';
import type { PodRow } from '../../../session/snapshot.ts';
import { countOf } from '../../../text/count-of.ts';
import { formatDuration } from '../../../text/duration.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import type { Confirmation, Input, Services } from '../../record/command.ts';
import type { AffectedItem, PlanSection } from '../../record/plan/plan-section.ts';
import { requirePermission } from '../../record/require-permission.ts';
import { isOn, numberOption } from '../../record/shared-options.ts';
import { describeEffects } from './describe-jobs.ts';
import { type DeletionEffects, effectsKey, readEffects } from './effects.ts';
import { nextSteps } from './next-steps.ts';
import { type DeletePodsPlan, deletePodsTimeoutMs } from './plan-type.ts';

/** Plans the deletion of pods: which jobs it affects, and what Flink and Kubernetes will do. */
export async function planDeletePods(services: Services, input: Input, signal: AbortSignal): Promise<DeletePodsPlan> {
  const { connection, now } = services;
  const { namespace, clusterId } = connection.target;
  const effects = await readEffects(services, input.arguments, signal);
  const { pods, jobs } = effects;
  await inParallel(pods, ({ name }) =>
    requirePermission(connection.kubernetes, 'delete', { resource: resources.pods, namespace, name }, signal),
  );
  const losesCheckpoints = effects.leader !== undefined && !effects.snapshot.highAvailability;
  const described = await describeEffects(connection, jobs, losesCheckpoints, now(), signal);
  const next = nextSteps(effects);
  const items = pods.map((pod) => ({ pod, facts: podFacts(pod, effects, now()) }));
  return {
    title: `Delete ${podsText(pods, ({ role, name }) => `${roleText(role)} pod ${name}`)} in namespace ${namespace}`,
    shortTitle: `Delete ${podsText(pods, ({ name }) => shortPodName(name, clusterId))}`,
    lines: [
      ...items.map(({ pod, facts }) => [`Pod ${pod.name}`, ...facts].join(', ')),
      ...described.map(({ line }) => line),
      ...next,
    ],
    sections: [
      { kind: 'items', heading: 'Deletes', items: items.map(({ pod, facts }) => podItem(pod, facts, clusterId)) },
      ...jobSections(described, effects),
      { kind: 'text', heading: 'Then', lines: next },
    ],
    warnings: warningsOf(effects),
    confirmation: confirmationOf(effects, clusterId),
    pods: pods.map(({ name, uid, role }) => ({ name, uid, role })),
    jobs,
    effects: effectsKey(effects),
    wait: !isOn(input, 'no-wait'),
    timeoutMs: numberOption(input, 'timeout') ?? deletePodsTimeoutMs,
  };
}

const roleText = (role: PodRow['role']): string => (role === 'jobmanager' ? 'JobManager' : 'TaskManager');

function podsText(pods: readonly PodRow[], nameOf: (pod: PodRow) => string): string {
  const [only, ...others] = pods;
  return only !== undefined && others.length === 0 ? nameOf(only) : countOf(pods.length, 'pod');
}

function podFacts(
  { role, status, reason, createdAt }: PodRow,
  { snapshot }: DeletionEffects,
  now: number,
): readonly string[] {
  const isOnly = role === 'jobmanager' && status === 'leader' && !snapshot.highAvailability;
  const what = isOnly ? 'the only JobManager' : `${roleText(role)}, ${status}`;
  const why = reason === what ? [] : [reason];
  return [what, ...why, `${formatDuration(now - createdAt)} old`].filter((text) => text !== '');
}

/** The title has the full name. */
function podItem({ name }: PodRow, facts: readonly string[], clusterId: string): AffectedItem {
  return { name: shortPodName(name, clusterId), facts: facts.map((text) => ({ text })) };
}

const headings = {
  'is lost': 'Loses',
  fails: 'Fails',
  restarts: 'Restarts',
  recovers: 'Interrupts',
} as const satisfies { readonly [effect in DeletePodsPlan['jobs'][number]['effect']]: string };

function jobSections(
  described: Awaited<ReturnType<typeof describeEffects>>,
  { slots, unknown, leader }: DeletionEffects,
): readonly PlanSection[] {
  if (described.length === 0) {
    const none = leader !== undefined || slots.used > 0 ? 'No running jobs' : 'No job: no slot is in use';
    return [{ kind: 'text', heading: 'Jobs', lines: unknown.length > 0 ? ['Unknown'] : [none] }];
  }
  return (Object.keys(headings) as (keyof typeof headings)[]).flatMap((effect): readonly PlanSection[] => {
    const own = described.filter((one) => one.effect === effect);
    if (own.length === 0) return [];
    const heading = `${headings[effect]} ${countOf(own.length, 'job')}`;
    return [{ kind: 'items', heading, items: own.map(({ item }) => item) }];
  });
}

function warningsOf({ jobs, unknown, snapshot, leader, pods }: DeletionEffects): readonly string[] {
  const lost = jobs.filter(({ effect }) => effect === 'is lost').length;
  const failing = jobs.filter(({ effect }) => effect === 'fails').length;
  const stopping = pods.filter(({ status }) => status === 'stopping');
  return [
    ...(lost === 0
      ? []
      : [
          `Without high availability, ${lost === 1 ? 'the running job is' : `all ${lost} running jobs are`} lost and not started again. To keep their state, take savepoints first.`,
        ]),
    ...(failing === 0 ? [] : [`${countOf(failing, 'job')} will fail, because no restart strategy applies.`]),
    ...(leader !== undefined && snapshot.mode === 'application' && !snapshot.highAvailability
      ? ['Without high availability, the application starts again from the beginning, unless it restores a savepoint.']
      : []),
    ...stopping.map(({ name }) => `${name} is already being deleted.`),
    ...unknown,
  ];
}

/** A loss of all jobs is as bad as stopping the cluster, so the user must type the cluster-id. */
function confirmationOf({ jobs, leader, snapshot, unknown, pods }: DeletionEffects, clusterId: string): Confirmation {
  const answers = {
    confirm: pods.length === 1 ? 'Delete pod' : `Delete ${pods.length} pods`,
    decline: pods.length === 1 ? 'Keep pod' : 'Keep pods',
    declined: pods.length === 1 ? 'the pod keeps running' : 'the pods keep running',
  };
  const losesAll = leader !== undefined && !snapshot.highAvailability && (jobs.length > 0 || unknown.length > 0);
  return losesAll
    ? { kind: 'type', word: clusterId, ...answers }
    : { kind: 'yes', isDestructive: true, asksAtTerminal: true, ...answers };
}
