import { hasEnded } from '../../../flink/has-ended.ts';
import type { Pod } from '../../../kubernetes/objects.ts';
import { countOf } from '../../../text/count-of.ts';
import { someOf } from '../../../text/some-of.ts';
import { jobsOfSlots } from '../../readings/flink-readings.ts';
import { readingOf } from '../../readings/reading.ts';
import type { PodRow, SessionEvent } from '../../snapshot.ts';
import { containerSections } from './container-sections.ts';
import { type PodCondition, podConditions } from './pod-conditions.ts';
import { podContainers } from './pod-containers.ts';
import { podVolumes } from './pod-environment.ts';
import { podPlacement } from './pod-placement.ts';
import { type JobOnPod, jobsOnPod } from './pod-tasks.ts';
import type { PodFact, PodSection, PodSource, Tone } from './section.ts';

export const objectOf = ({ row, snapshot }: PodSource): Pod | undefined => snapshot.podObjects.get(row.uid);

/** The status of a pod, why it is not ready, and where it runs. What is wrong comes first. */
export function headSection(source: PodSource): PodSection {
  const { row, time } = source;
  const pod = objectOf(source);
  return {
    title: undefined,
    notes: [],
    rows: [
      { label: 'status', text: row.reason === '' ? row.status : `${row.status}: ${row.reason}`, tone: row.health },
      ...(row.goneAt === undefined
        ? []
        : [
            {
              label: 'gone',
              text: `since ${time(row.goneAt)}. Everything below is as last seen`,
              tone: 'gone',
            } as const,
          ]),
      ...(pod === undefined ? [] : conditionFacts(podConditions(pod), source)),
      ...originFacts(source, pod),
    ],
  };
}

function conditionFacts(conditions: readonly PodCondition[], { row, time }: PodSource): readonly PodFact[] {
  const sinceText = (since: number | undefined) => (since === undefined ? '' : ` since ${time(since)}`);
  const problems = conditions.filter(({ isProblem }) => isProblem).filter(isNoRepetition);
  if (problems.length === 0) {
    const ready = conditions.find(({ type }) => type === 'Ready');
    const text = ready === undefined ? 'not reported yet' : `${ready.text}${sinceText(ready.since)}`;
    return [{ label: 'conditions', text, tone: 'muted' }];
  }
  const tone = conditionTone(row);
  return problems.map(({ text, reason, since }, index) => ({
    label: index === 0 ? 'conditions' : '',
    text: `${text}${sinceText(since)}${reason === undefined ? '' : `: ${reason}`}`,
    tone,
  }));
}

/** A pod is not ready because its containers are not ready. */
function isNoRepetition({ type }: PodCondition, _: number, problems: readonly PodCondition[]): boolean {
  return type !== 'Ready' || problems.every((other) => other.type !== 'ContainersReady');
}

function conditionTone({ goneAt, health }: PodRow): Tone {
  if (goneAt !== undefined) return 'muted';
  return health === 'error' || health === 'busy' ? health : 'warning';
}

function originFacts({ row, snapshot, time }: PodSource, pod: Pod | undefined): readonly PodFact[] {
  const { spec, status, metadata } = pod ?? {};
  const [owner] = metadata?.ownerReferences ?? [];
  return [
    ...leaderFact(row, snapshot),
    { label: 'created', text: time(row.createdAt) },
    ...fact('node', join([row.node, row.ip && `IP ${row.ip}`])),
    ...fact('owner', owner && `${owner.kind} ${owner.name}`),
    ...fact(
      'QoS',
      join([
        status?.qosClass,
        spec?.priorityClassName && `priority class ${spec.priorityClassName}`,
        spec?.serviceAccountName && `service account ${spec.serviceAccountName}`,
      ]),
    ),
  ];
}

function leaderFact({ status, goneAt }: PodRow, { jobs }: PodSource['snapshot']): readonly PodFact[] {
  if (status !== 'leader' || goneAt !== undefined || jobs === undefined) return [];
  return fact('leads', countOf(jobs.filter(({ state }) => !hasEnded(state)).length, 'unfinished job'));
}

const join = (parts: readonly (string | undefined)[]): string | undefined => {
  const known = parts.filter((part) => part !== undefined && part !== '');
  return known.length === 0 ? undefined : known.join(', ');
};

const fact = (label: string, text: string | undefined): readonly PodFact[] =>
  text === undefined || text === '' ? [] : [{ label, text }];

/** One section for each container; those with a problem first. */
export function podContainerSections(source: PodSource): readonly PodSection[] {
  const pod = objectOf(source);
  return pod === undefined ? [] : containerSections(podContainers(pod), source);
}

/** The slots of a TaskManager, and the jobs and subtasks on it. */
export function jobSections(source: PodSource): readonly PodSection[] {
  const { row, snapshot } = source;
  const { taskManager } = row;
  if (row.role !== 'taskmanager' || row.goneAt !== undefined || taskManager === undefined) return [];
  const used = taskManager.slots - taskManager.freeSlots;
  const jobs = jobsOnPod(snapshot, row.name);
  const slots = `${used} of ${countOf(taskManager.slots, 'slot')} in use`;
  return [
    {
      title: 'Jobs',
      notes: [{ text: slots }],
      rows: jobs === undefined || jobs.length === 0 ? [noJobFact(jobs, used, source)] : jobs.flatMap(jobFacts),
    },
  ];
}

function noJobFact(jobs: readonly JobOnPod[] | undefined, usedSlots: number, { row, snapshot }: PodSource): PodFact {
  if (usedSlots === 0) return { label: '', text: 'No job runs here', tone: 'muted' };
  const { readAt, failure } = readingOf(snapshot, jobsOfSlots(row.name));
  if (failure !== undefined) return { label: '', text: `jobs unknown: ${failure.message}`, tone: 'warning' };
  if (readAt === undefined) return { label: '', text: 'loading…', tone: 'busy' };
  const text = jobs === undefined ? 'this version of Flink does not state the jobs of a slot' : 'no listed job';
  return { label: '', text: `jobs unknown: ${text}`, tone: 'muted' };
}

function jobFacts({ job, vertices }: JobOnPod): readonly PodFact[] {
  const head: PodFact = { label: job.state, text: job.name, tone: 'strong' };
  if (vertices === undefined) return [head];
  return [
    head,
    ...vertices.map(({ name, subtasks, parallelism }) => ({
      label: '',
      text: `${name}: ${subtaskText(subtasks, parallelism)}`,
    })),
  ];
}

/** `subtask 1 of 2`, `subtasks 1, 3 and 2 more of 8` */
function subtaskText(subtasks: readonly number[], parallelism: number): string {
  const numbers = someOf(subtasks.map((index) => String(index + 1)));
  return `${subtasks.length === 1 ? 'subtask' : 'subtasks'} ${numbers} of ${parallelism}`;
}

/** The rules for the node of a pod; no section without rules. */
export function placementSections(source: PodSource): readonly PodSection[] {
  const pod = objectOf(source);
  if (pod === undefined) return [];
  const { nodeSelector, tolerations, affinity } = podPlacement(pod);
  const rows = [
    ...nodeSelector.map((text) => ({ label: 'node label', text })),
    ...tolerations.map((text) => ({ label: 'tolerates', text })),
    ...affinity.map((text) => ({ label: 'affinity', text })),
  ];
  return rows.length === 0 ? [] : [{ title: 'Placement', notes: [], rows }];
}

/** Kubernetes' events about a pod, the newest first. */
export function eventSection({ row, snapshot, time }: PodSource): PodSection {
  const events = eventsOf(snapshot.events, row);
  const { events: watch } = snapshot.watches;
  const empty = watch.state === 'denied' ? watch.error.message : 'None. Kubernetes usually keeps events for an hour';
  return {
    title: 'Events',
    notes: events.length === 0 ? [] : [{ text: String(events.length), tone: 'muted' }],
    rows:
      events.length === 0
        ? [{ label: '', text: empty, tone: watch.state === 'denied' ? 'warning' : 'muted' }]
        : events.map((event) => eventFact(event, time)),
  };
}

/** Events of an earlier pod with the same name do not count. The clocks of the nodes may differ by a few seconds. */
export function eventsOf(events: readonly SessionEvent[], { name, createdAt }: PodRow): readonly SessionEvent[] {
  return events.filter(({ object, at }) => object === `Pod/${name}` && at >= createdAt - clockSkewMs);
}
const clockSkewMs = 5000;

function eventFact({ at, count, type, reason, message }: SessionEvent, time: (at: number) => string): PodFact {
  const times = count > 1 ? ` ${count} times` : '';
  const warning = type === 'Warning' ? 'Warning ' : '';
  const text = `${warning}${reason}${times}: ${message.trim()}`;
  return { label: time(at), text, ...(type === 'Warning' && { tone: 'warning' }) };
}

/** The variables of each container. Values that look secret are masked. */
export function variableSections(source: PodSource): readonly PodSection[] {
  const pod = objectOf(source);
  return (pod === undefined ? [] : podContainers(pod)).map(({ name: container, environment }) => ({
    title: 'Environment',
    notes: [{ text: container }],
    rows:
      environment.length === 0
        ? [{ label: '', text: 'No variables', tone: 'muted' }]
        : environment.map(({ name, value, source: from }) => ({
            label: name,
            text: value ?? `← ${from}`,
            ...(value === undefined && { tone: 'muted' }),
          })),
  }));
}

/** The volumes of the pod, and where each container mounts them; and the commands of the containers. */
export function volumeSections(source: PodSource): readonly PodSection[] {
  const pod = objectOf(source);
  if (pod === undefined) return [];
  const containers = podContainers(pod);
  const volumes = podVolumes(pod);
  return [
    {
      title: 'Volumes',
      notes: [],
      rows: volumes.length === 0 ? [{ label: '', text: 'No volumes', tone: 'muted' }] : volumes.map(volumeFact),
    },
    ...containers
      .filter(({ mounts, command }) => mounts.length > 0 || command !== '')
      .map((container) => ({
        title: 'Command and mounts',
        notes: [{ text: container.name }],
        rows: [
          ...commandFacts(container.command),
          ...container.mounts.map(({ path, volume, isReadOnly }) => ({
            label: 'mount',
            text: `${path} ← ${volume}${isReadOnly ? ', read-only' : ''}`,
          })),
        ],
      })),
  ];
}

/** The options of Flink, -D, are one to a row. */
function commandFacts(command: string): readonly PodFact[] {
  return command.split(/ (?=-D)/).flatMap((part, index) => fact(index === 0 ? 'command' : '', part));
}

const volumeFact = ({ name, source }: { readonly name: string; readonly source: string }): PodFact => ({
  label: name,
  text: source,
});
