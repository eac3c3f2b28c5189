import { countOf } from '../../text/count-of.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatSize } from '../../text/format-size.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { utcClockAndAge } from '../../text/utc-time.ts';
import type { SessionSnapshot } from '../snapshot.ts';
import { attentionOf } from './attention.ts';
import { configFileText } from './config-file-text.ts';
import { type ImageUse, imageDifference, resourceText } from './containers.ts';
import { type HaConfigMap, isExpired, type Lease } from './high-availability.ts';
import { ownerAdvice, ownerText } from './owner.ts';
import { type InfoGap, isCompared, type SessionInfo } from './session-info.ts';

export type FactLevel = 'ok' | 'warning' | 'muted';

/** One line of a section. A fact without a label continues the one above. */
export type Fact = { readonly label: string; readonly text: string; readonly level?: FactLevel };
export type FactSection = { readonly title: string; readonly facts: readonly Fact[] };

/** The longest lists: more items are counted. */
const maxItems = 20;

/** Formats the information about a session in sections, what needs attention first. @param now epoch ms by the API server */
export function infoSections(info: SessionInfo, snapshot: SessionSnapshot, now: number): readonly FactSection[] {
  return [
    { title: 'Attention', facts: attentionFacts(info, now) },
    { title: 'Session', facts: sessionFacts(info, snapshot, now) },
    { title: 'Containers', facts: containerFacts(info, snapshot) },
    { title: 'Slots', facts: slotFacts(snapshot) },
    { title: 'High availability', facts: haFacts(info, snapshot, now) },
  ];
}

function attentionFacts(info: SessionInfo, now: number): readonly Fact[] {
  const found = attentionOf(info, now).map((text) => ({
    label: '',
    text,
    level: 'warning' as const,
  }));
  if (found.length > 0) return found;
  return isCompared(info)
    ? [{ label: '', text: 'Nothing differs from the configuration', level: 'ok' }]
    : [{ label: '', text: 'The options were not compared', level: 'muted' }];
}

function sessionFacts(info: SessionInfo, snapshot: SessionSnapshot, now: number): readonly Fact[] {
  const { clusterId, namespace, context, server, flinkVersion, mode, deployment, leader } = snapshot;
  const { owner, startedAt, configFile } = info;
  const advice = owner && ownerAdvice(owner, namespace);
  return [
    { label: 'cluster-id', text: clusterId },
    { label: 'namespace', text: namespace },
    { label: 'context', text: `${context} (${server})` },
    known('Flink', flinkVersion),
    known('mode', mode === 'unknown' ? undefined : `${mode} cluster`),
    known('created', deployment && utcClockAndAge(deployment.createdAt, now), gap(info, 'Deployment')),
    known('owner', owner && ownerText(owner), gap(info, 'Deployment')),
    ...(advice === undefined ? [] : [{ label: '', text: advice, level: 'warning' as const }]),
    known(
      'JobManager',
      leader && `${leader}${startedAt === undefined ? '' : `, started ${utcClockAndAge(startedAt, now)}`}`,
    ),
    known('ConfigMap', configFile && configFileText(configFile, now), gap(info, 'ConfigMaps')),
  ];
}

function containerFacts(info: SessionInfo, { clusterId }: SessionSnapshot): readonly Fact[] {
  const { images, resources, serviceAccount, plugins } = info;
  const pods = gap(info, 'Pods');
  return [
    ...(images.length === 0 ? [known('image', undefined, pods)] : imageFacts(images, clusterId)),
    ...resources.map((use, index) => ({
      label: index === 0 ? 'size' : '',
      text: `${roleNames[use.role]}: ${resourceText(use)}${use.pods > 1 ? ` each, ${countOf(use.pods, 'pod')}` : ''}`,
    })),
    known('account', serviceAccount && `service account ${serviceAccount}`, pods),
    known('plugins', pluginsText(plugins), pods),
    { label: '', text: 'Plugins inside the image are not assessed: that takes a command in a pod', level: 'muted' },
  ];
}

const roleNames = { jobmanager: 'JobManager', taskmanager: 'TaskManager' } as const;

/** One line if all pods run the same image. */
function imageFacts(uses: readonly ImageUse[], clusterId: string): readonly Fact[] {
  const [first] = uses;
  if (first !== undefined && imageDifference(uses) === undefined) {
    return [{ label: 'image', text: `${versionOf(first)}, ${countOf(uses.flatMap((use) => use.pods).length, 'pod')}` }];
  }
  return uses.map((use, index) => {
    const { role, pods } = use;
    const names =
      pods.length > 2 ? countOf(pods.length, 'pod') : pods.map((name) => shortPodName(name, clusterId)).join(', ');
    return {
      label: index === 0 ? 'image' : '',
      text: `${roleNames[role]}: ${versionOf(use)}, ${names}`,
      level: 'warning',
    };
  });
}

const versionOf = ({ image, id }: ImageUse): string => (id === undefined ? image : `${image} (${shortId(id)})`);

/** `docker.io/library/flink@sha256:e69fad4f4b0f…` becomes `e69fad4f4b0f`. */
const shortId = (id: string): string => id.slice(id.lastIndexOf(':') + 1).slice(0, 12);

function pluginsText({ jobManager, taskManager }: SessionInfo['plugins']): string | undefined {
  if (jobManager === undefined) return undefined;
  const text = (names: readonly string[]) => names.join(', ') || 'none';
  if (taskManager === undefined || text(taskManager) === text(jobManager)) {
    return jobManager.length === 0 ? 'none enabled by ENABLE_BUILT_IN_PLUGINS' : text(jobManager);
  }
  return `JobManager ${text(jobManager)}; TaskManagers ${text(taskManager)}`;
}

function slotFacts({ clusterId, overview, pods = [] }: SessionSnapshot): readonly Fact[] {
  if (overview === undefined) return [known('slots', undefined)];
  const { slotsTotal, slotsAvailable, taskManagers } = overview;
  const rows = pods.flatMap(({ name, taskManager, goneAt }) => {
    return taskManager && goneAt === undefined ? [{ name, ...taskManager }] : [];
  });
  const free = rows
    .filter(({ freeSlots }) => freeSlots > 0)
    .sort((a, b) => b.freeSlots - a.freeSlots || a.name.localeCompare(b.name, 'en', { numeric: true }));
  const used = free.length === 0 ? 0 : rows.length - free.length;
  return [
    { label: 'slots', text: `${slotsAvailable} of ${slotsTotal} free on ${countOf(taskManagers, 'TaskManager')}` },
    ...free.slice(0, maxItems).map(({ name, slots, freeSlots }) => ({
      label: '',
      text: `${shortPodName(name, clusterId)}: ${freeSlots} of ${slots} free`,
    })),
    ...more(free.length, 'TaskManager'),
    ...(used === 0
      ? []
      : [{ label: '', text: `${countOf(used, 'TaskManager')} without a free slot`, level: 'muted' as const }]),
  ];
}

function haFacts(info: SessionInfo, snapshot: SessionSnapshot, now: number): readonly Fact[] {
  const { highAvailability: ha } = info;
  const type =
    snapshot.configuration?.get('high-availability.type') ?? snapshot.configuration?.get('high-availability');
  const unreadable = gap(info, 'ConfigMaps');
  if (unreadable !== undefined) return [known('state', undefined, unreadable)];
  if (!snapshot.highAvailability && ha === undefined) {
    return [{ label: 'state', text: 'off: jobs are lost when the JobManager is replaced' }];
  }
  const storage = snapshot.configuration?.get('high-availability.storageDir');
  return [
    {
      label: 'state',
      text: snapshot.highAvailability
        ? `on: ${type ?? 'unknown type'}`
        : 'off, but ConfigMaps of an earlier cluster remain',
    },
    ...(storage === undefined ? [] : [{ label: 'storage', text: storage }]),
    known('leader', snapshot.leader),
    ...(ha?.lease === undefined ? [] : leaseFacts(ha.lease, now)),
    ...(ha === undefined ? [] : configMapFacts(ha.configMaps, ha.recoverableJobs.length)),
  ];
}

function leaseFacts(lease: Lease, now: number): readonly Fact[] {
  const { holder, acquiredAt, renewedAt, transitions } = lease;
  if (holder === '') return [{ label: 'lease', text: 'held by no JobManager', level: 'warning' }];
  const parts = [
    acquiredAt === undefined ? undefined : `since ${utcClockAndAge(acquiredAt, now)}`,
    renewedAt === undefined ? undefined : `renewed ${formatDuration(now - renewedAt)} ago`,
    transitions === undefined ? undefined : countOf(transitions, 'change of leader', 'changes of leader'),
  ];
  const text = parts.filter((part) => part !== undefined).join(', ');
  return [
    { label: 'lease', text, ...(isExpired(lease, now) && { level: 'warning' }) },
    { label: '', text: `holder ${holder}`, level: 'muted' },
  ];
}

function configMapFacts(configMaps: readonly HaConfigMap[], recoverable: number): readonly Fact[] {
  const facts = configMaps.slice(0, maxItems).map((configMap, index): Fact => {
    const { name, bytes, isOrphaned } = configMap;
    return {
      label: index === 0 ? 'ConfigMaps' : '',
      text: `${name}: ${holdsText(configMap, recoverable)}, ${formatSize(bytes)}`,
      ...(isOrphaned === true && { level: 'warning' }),
    };
  });
  return [...facts, ...more(configMaps.length, 'ConfigMap')];
}

function holdsText({ jobId, jobName, isOrphaned, checkpoints }: HaConfigMap, recoverable: number): string {
  if (jobId === undefined) return `leader, ${countOf(recoverable, 'job')} to recover`;
  const job = isOrphaned === true ? 'job unknown to Flink' : `job ${jobName ?? jobId}`;
  return `${job}, ${countOf(checkpoints, 'checkpoint')}`;
}

function more(count: number, noun: string): readonly Fact[] {
  if (count <= maxItems) return [];
  return [{ label: '', text: `and ${countOf(count - maxItems, `more ${noun}`)}`, level: 'muted' }];
}

function known(label: string, text: string | undefined, missing = 'unknown'): Fact {
  return text === undefined ? { label, text: missing, level: 'muted' } : { label, text };
}

const gap = ({ gaps }: SessionInfo, what: InfoGap['what']): string | undefined =>
  gaps.find((each) => each.what === what)?.reason;
