import type { Forward, ForwardTarget } from '../../../../src/session/forwards/forward.ts';
import type { PendingLevel } from '../../../../src/session/levels/pending-levels.ts';
import type { Link, SessionEvent, SessionSnapshot } from '../../../../src/session/snapshot.ts';
import { sessionSnapshot } from '../../../support/session.ts';
import type { Model } from './model.ts';

const linkStates: readonly Link[] = [
  { state: 'connecting', since: 0 },
  { state: 'live', since: 0, latencyMs: 4 },
  { state: 'slow', since: 0, latencyMs: 900 },
  { state: 'stale', since: 0, reason: 'no response', nextTryAt: undefined },
  { state: 'denied', since: 0, reason: 'forbidden', nextTryAt: undefined },
];
const targets: readonly ForwardTarget[] = [{ kind: 'web-ui' }, { kind: 'job-manager', port: 9249 }];

type IsRead = (part: 'options' | 'logging') => boolean;

/** Events, log levels, forwards, configuration and connections. */
export function createRestModel({ random, clock, seen, tick, newId }: Model) {
  const { below, chance, pick } = random;
  const events = new Map<string, SessionEvent>();
  const levels = new Map<string, PendingLevel>();
  const forwards = new Map<string, Forward>();
  const options = new Map([
    ['taskmanager.numberOfTaskSlots', '2'],
    ['s3.secret-key', 'hunter2'],
  ]);
  const deployment = { image: 'flink:2.3', replicas: 1 };
  const links: { kubernetes: Link; rest: Link } = sessionSnapshot().links;

  function change(): void {
    if (chance(0.2)) {
      const uid = newId('event');
      const at = tick();
      const object = 'Pod/demo-taskmanager-1-1';
      const type = chance(0.8) ? 'Warning' : 'Normal';
      events.set(uid, { uid, firstAt: at, at, count: 1, type, object, reason: 'BackOff', message: 'Back-off' });
    }
    for (const event of events.values()) {
      if (chance(0.3)) events.set(event.uid, { ...event, at: tick(), count: event.count + 1 + below(20) });
    }
    const logger = pick(['root', 'org.apache.flink']);
    if (chance(0.2)) {
      const until = chance(0.5) ? null : clock.now + 60_000;
      levels.set(logger, { logger, level: pick(['DEBUG', 'TRACE']), since: tick(), until, by: 'ann@laptop' });
    } else if (chance(0.25)) levels.delete(logger);
    const url = pick(['http://127.0.0.1:8081', 'http://127.0.0.1:8082']);
    if (chance(0.2)) forwards.set(url, forwardOf(url));
    else if (chance(0.25)) forwards.delete(url);
    if (chance(0.1)) deployment.image = pick(['flink:2.2', 'flink:2.3']);
    if (chance(0.1)) deployment.replicas = below(3);
    if (chance(0.1)) options.set('parallelism.default', String(1 + below(4)));
    if (chance(0.1)) options.delete('parallelism.default');
    if (chance(0.1)) options.set('s3.secret-key', newId('secret'));
    for (const server of ['kubernetes', 'rest'] as const) if (chance(0.2)) links[server] = pick(linkStates);
  }

  const forwardOf = (url: string): Forward => ({
    id: forwards.size,
    target: pick(targets),
    address: '127.0.0.1',
    localPort: 8081,
    url,
    startedAt: tick() - clock.serverAheadMs,
    state: { state: 'opening', since: 0 },
    traffic: { openConnections: 0, totalConnections: 0, bytesFromPod: 0, bytesToPod: 0 },
    lastError: undefined,
  });

  function show(isRead: IsRead): void {
    for (const { uid, count, type } of events.values()) {
      if (type === 'Warning') seen.warnings.set(uid, 2 ** (count.toString(2).length - 1));
    }
    if (isRead('logging')) {
      seen.levels.clear();
      for (const { logger, level, since } of levels.values()) seen.levels.set(logger, `${level} ${since}`);
    }
    seen.forwards.clear();
    for (const { url, target } of forwards.values()) {
      seen.forwards.set(url, target.kind === 'web-ui' ? 'the Web UI' : 'port 9249 of the leading JobManager');
    }
    if (isRead('options')) {
      const values = [...options].map(
        ([key, value]) => [`config ${key}`, key === 's3.secret-key' ? '******' : value] as const,
      );
      seen.deployment = new Map([['image', deployment.image], ['replicas', String(deployment.replicas)], ...values]);
    }
    for (const server of ['kubernetes', 'rest'] as const) {
      const { state } = links[server];
      if (state !== 'connecting') seen.links[server] = state === 'live' || state === 'slow';
    }
  }

  function parts(isRead: IsRead): Partial<SessionSnapshot> {
    const pending = { key: 'log4j', backend: 'log4j', original: '', fastSince: null } as const;
    return {
      events: [...events.values()],
      logging: isRead('logging')
        ? {
            config: { backend: 'log4j', loggers: [], monitorIntervalSeconds: 30, problems: [] },
            pending: levels.size === 0 ? undefined : { ...pending, levels: [...levels.values()] },
          }
        : undefined,
      forwards: [...forwards.values()],
      configuration: isRead('options') ? new Map(options) : undefined,
      deployment: {
        name: 'demo',
        uid: 'd1',
        ...deployment,
        readyReplicas: 0,
        createdAt: 0,
        owner: undefined,
        mode: 'session',
        beingDeletedSince: undefined,
        finalizers: [],
      },
      links: { ...links },
    };
  }

  return {
    change,
    show,
    parts,
    closeForwards: () => {
      forwards.clear();
      seen.forwards.clear();
    },
  };
}
