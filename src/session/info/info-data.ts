import { isoTime } from '../../text/utc-time.ts';
import type { ConfigurationEntry } from '../configuration/compare-configuration.ts';
import type { SessionSnapshot } from '../snapshot.ts';
import { attentionOf } from './attention.ts';
import { isExpired, type KubernetesHighAvailability } from './high-availability.ts';
import { differenceText } from './option-texts.ts';
import { ownerText } from './owner.ts';
import { differingEntries, type SessionInfo } from './session-info.ts';

/** The information as plain data for JSON. Missing values are null. @param now epoch ms by the API server */
export function infoData(info: SessionInfo, snapshot: SessionSnapshot, now: number): unknown {
  const {
    clusterId,
    namespace,
    context,
    server,
    flinkVersion,
    mode,
    deployment,
    leader,
    overview,
    pods = [],
  } = snapshot;
  const { owner, startedAt, images, resources, serviceAccount, plugins, configFile, configuration, gaps } = info;
  return {
    clusterId,
    namespace,
    context,
    server,
    flinkVersion: flinkVersion ?? null,
    mode,
    createdAt: time(deployment?.createdAt),
    attention: attentionOf(info, now),
    owner: owner === undefined ? null : { ...owner, text: ownerText(owner) },
    jobManager: { leader: leader ?? null, startedAt: time(startedAt) },
    images: images.map(({ id, ...use }) => ({ ...use, id: id ?? null })),
    resources,
    serviceAccount: serviceAccount ?? null,
    plugins: { jobManager: plugins.jobManager ?? null, taskManager: plugins.taskManager ?? null },
    slots:
      overview === undefined
        ? null
        : {
            total: overview.slotsTotal,
            free: overview.slotsAvailable,
            taskManagers: pods.flatMap(({ name, taskManager }) =>
              taskManager === undefined ? [] : [{ name, total: taskManager.slots, free: taskManager.freeSlots }],
            ),
          },
    highAvailability: { enabled: snapshot.highAvailability, ...haData(info.highAvailability, now) },
    configFile: configFile === undefined ? null : { ...configFile, changedAt: time(configFile.changedAt) },
    differences: differingEntries(info).map((entry) => ({ ...optionData(entry), text: differenceText(entry) })),
    options: configuration.map(optionData),
    notRead: gaps,
  };
}

function optionData({ key, running, configured, origin, difference, isIncomparable }: ConfigurationEntry) {
  return {
    key,
    running: running ?? null,
    configMap: configured ?? null,
    origin: origin?.kind ?? null,
    reason: origin?.kind === 'start' ? origin.reason : null,
    difference: difference ?? null,
    isCompared: !isIncomparable,
  };
}

function haData(ha: KubernetesHighAvailability | undefined, now: number) {
  if (ha === undefined) return { lease: null, recoverableJobs: [], configMaps: [] };
  const { lease, recoverableJobs, configMaps } = ha;
  return {
    lease:
      lease === undefined
        ? null
        : {
            holder: lease.holder,
            acquiredAt: time(lease.acquiredAt),
            renewedAt: time(lease.renewedAt),
            durationSeconds: lease.durationMs === undefined ? null : lease.durationMs / 1000,
            transitions: lease.transitions ?? null,
            isExpired: isExpired(lease, now),
          },
    recoverableJobs,
    configMaps: configMaps.map(({ jobId, jobName, isOrphaned, ...rest }) => ({
      ...rest,
      jobId: jobId ?? null,
      jobName: jobName ?? null,
      isOrphaned: isOrphaned ?? null,
    })),
  };
}

const time = (at: number | undefined): string | null => (at === undefined ? null : isoTime(at));
