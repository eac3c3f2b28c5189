import { randomUUID } from 'node:crypto';
import type { Cancel } from './clock.ts';
import type { Job } from './jobs/job.ts';
import { loggers } from './jobs/loggers.ts';
import type { RunningPod } from './node.ts';
import { jobConfigMap, jobConfigMapName, leaderConfigMap, leaderConfigMapName } from './objects/config-map.ts';
import { type ClusterSettings, restPort } from './settings.ts';
import type { World } from './world.ts';

/** Elects the leading JobManager. With high availability, also maintains Flink's HA ConfigMaps. */
export type LeaderElection = {
  readonly join: (pod: RunningPod) => void;
  readonly leave: (pod: RunningPod) => void;
  readonly leader: () => RunningPod | undefined;
  /** Stores a running job and its newest checkpoint in the HA ConfigMaps. */
  readonly recordJob: (job: Job) => void;
  /** Removes a terminated job from the HA ConfigMaps. */
  readonly removeJob: (job: Job) => void;
  readonly close: () => void;
};

/** Time without a leader, until a standby JobManager retries and acquires the released lease. */
const electionMs = 1500;
const leaseRenewalMs = 5000;

export function createLeaderElection(
  settings: ClusterSettings,
  world: World,
  onLeader: (pod: RunningPod) => void,
): LeaderElection {
  const { clock, store } = world;
  const { namespace, highAvailability } = settings;
  const contenders: RunningPod[] = [];
  let leader: RunningPod | undefined;
  let leaderSessionId = '';
  let transitions = -1;
  let acquiredAt = '';
  let renewal: Cancel | undefined;

  function changeLeaderMap(change: (data: Record<string, string>) => void): void {
    const name = leaderConfigMapName(settings);
    if (!store.get('configmaps', namespace, name)) world.create('configmaps', leaderConfigMap(settings));
    store.update('configmaps', namespace, name, (object) => {
      change(object.data as Record<string, string>);
      object.metadata.annotations = { 'control-plane.alpha.kubernetes.io/leader': lease() };
    });
  }

  const timestamp = (at: number) => `${new Date(at).toISOString().slice(0, -1)}000Z`;

  function lease(): string {
    return JSON.stringify({
      holderIdentity: leader?.uid ?? '',
      leaseDuration: 'PT15S',
      acquireTime: acquiredAt,
      renewTime: timestamp(clock.now()),
      leaderTransitions: transitions,
    });
  }

  function elect(): void {
    if (leader) return;
    leader = contenders[0];
    if (!leader) return;
    const { console, ip } = leader;
    leaderSessionId = highAvailability ? randomUUID() : '00000000-0000-0000-0000-000000000000';
    const address = `http://${highAvailability ? ip : 'localhost'}:${restPort}`;
    console.write(
      'INFO',
      loggers.restEndpoint,
      `${address} was granted leadership with leaderSessionID=${leaderSessionId}`,
    );
    if (highAvailability) publish(leader);
    onLeader(leader);
  }

  function publish({ ip, uid }: RunningPod): void {
    transitions += 1;
    acquiredAt = timestamp(clock.now());
    const name = leaderConfigMapName(settings);
    for (const { console } of contenders) {
      console.write('INFO', loggers.leaderElector, `New leader elected ${uid} for ${name}.`);
    }
    changeLeaderMap((data) => {
      for (const component of ['dispatcher', 'resourcemanager']) {
        data[leaderKey(component)] = `${leaderSessionId},pekko.tcp://flink@${ip}:6123/user/rpc/${component}_0`;
      }
      data[leaderKey('restserver')] = `${leaderSessionId},http://${ip}:${restPort}`;
    });
    renewal?.();
    renewal = clock.every(leaseRenewalMs, () => changeLeaderMap(() => {}));
  }

  return {
    join: (pod) => {
      contenders.push(pod);
      elect();
    },
    leave: (pod) => {
      const index = contenders.indexOf(pod);
      if (index >= 0) contenders.splice(index, 1);
      if (leader !== pod) return;
      leader = undefined;
      renewal?.();
      clock.after(electionMs, elect);
    },
    leader: () => leader,
    recordJob: (job) => {
      if (!highAvailability || !leader) return;
      const address = `pekko.tcp://flink@${leader.ip}:6123/user/rpc/jobmanager_2`;
      const data = store.get('configmaps', namespace, leaderConfigMapName(settings))?.data as Record<string, string>;
      const entry = `${leaderSessionId},${address}`;
      if (data[leaderKey(`job-${job.id}`)] !== entry) {
        changeLeaderMap((changed) => {
          changed[leaderKey(`job-${job.id}`)] = entry;
          changed[`executionPlan-${job.id}`] = stateHandle(job.id);
        });
      }
      const name = jobConfigMapName(settings, job.id);
      if (!store.get('configmaps', namespace, name)) world.create('configmaps', jobConfigMap(settings, job.id));
      store.update('configmaps', namespace, name, (object) => {
        object.data = checkpointData(job);
      });
    },
    removeJob: (job) => {
      if (!highAvailability) return;
      changeLeaderMap((data) => {
        delete data[leaderKey(`job-${job.id}`)];
        delete data[`executionPlan-${job.id}`];
      });
      store.remove('configmaps', namespace, jobConfigMapName(settings, job.id));
    },
    close: () => renewal?.(),
  };
}

const leaderKey = (component: string): string => `org.apache.flink.k8s.leader.${component}`;

/** Encodes a placeholder for Flink's state handle, which is a serialized Java object that points to a file. */
const stateHandle = (name: string): string =>
  Buffer.from(`\xac\xed\x00\x05/storage/ha/${name}`, 'latin1').toString('base64');

function checkpointData({ checkpoints }: Job): Record<string, string> {
  const { latestCompleted, nextId } = checkpoints;
  const counter = { counter: String(nextId) };
  if (!latestCompleted) return counter;
  const key = `checkpointID-${String(latestCompleted.id).padStart(19, '0')}`;
  return { ...counter, [key]: stateHandle(`completedCheckpoint${latestCompleted.id}`) };
}
