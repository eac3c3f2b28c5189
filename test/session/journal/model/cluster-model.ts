import { isDeepStrictEqual } from 'node:util';
import type { SessionSnapshot } from '../../../../src/session/snapshot.ts';
import type { Random } from '../../../logging-config/random.ts';
import { sessionSnapshot } from '../../../support/session.ts';
import { createJobModel } from './job-model.ts';
import { type Model, type ModelClock, nothingSeen } from './model.ts';
import { createPodModel } from './pod-model.ts';
import { createRestModel } from './rest-model.ts';

const parts = ['jobs', 'pods', 'options', 'logging'] as const;

/** A cluster that changes at random, and what its snapshots show. */
export function createClusterModel(random: Random, clock: ModelClock) {
  const { below, chance, pick } = random;
  const seen = nothingSeen();
  let changedAt = clock.now;
  let ids = 0;
  const model: Model = {
    random,
    clock,
    seen,
    tick: () => {
      if (chance(0.7)) changedAt += below(Math.max(1, clock.now - changedAt));
      return changedAt;
    },
    newId: (prefix) => {
      ids += 1;
      return `${prefix}${ids}`;
    },
  };
  const jobs = createJobModel(model);
  const pods = createPodModel(model);
  const rest = createRestModel(model);
  const read = new Set<(typeof parts)[number]>();
  let previous: SessionSnapshot | undefined;

  /** Unchanged parts of a snapshot are the same objects as before. */
  function snapshot(): SessionSnapshot {
    const next = sessionSnapshot({
      jobs: read.has('jobs') ? jobs.rows() : undefined,
      readings: jobs.readings(),
      pods: read.has('pods') ? pods.rows() : undefined,
      leader: read.has('pods') ? pods.leader() : undefined,
      ...rest.parts((part) => read.has(part)),
    });
    const reused = Object.entries(next).map(([part, value]) => {
      const before: unknown = previous?.[part as keyof SessionSnapshot];
      return [part, isDeepStrictEqual(before, value) ? before : value] as const;
    });
    previous = Object.fromEntries(reused) as SessionSnapshot;
    return previous;
  }

  return {
    seen,
    /** Changes the cluster for some time, and returns the next snapshot. */
    next: (): SessionSnapshot => {
      changedAt = clock.now + 1;
      clock.now += 2 + below(pick([10, 3000, 20_000]));
      jobs.change();
      pods.change();
      rest.change();
      for (const part of parts) if (chance(0.6)) read.add(part);
      if (read.has('jobs')) jobs.show();
      if (read.has('pods')) pods.show();
      rest.show((part) => read.has(part));
      return snapshot();
    },
    /** Another flink-tui watches from now on. It has not seen the pods that are gone, and opened no forwards. */
    attach: () => {
      clock.watchingSince = clock.now;
      jobs.forgetReadings();
      rest.closeForwards();
      pods.removeEnded();
      read.clear();
    },
  };
}
