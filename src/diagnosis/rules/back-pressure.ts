import { busyOf, findBottleneck } from '../bottleneck.ts';
import type { JobRule } from '../rule.ts';
import { percent, shortVertex } from '../texts.ts';
import { busyShare, hasOneBusySubtask } from '../uneven-subtask.ts';
import { unmeasuredLoad } from './unmeasured-load.ts';

/** The vertex that slows a job down. If it is not busy, it waits for something outside of Flink. */
export const backPressure: JobRule = {
  name: 'back-pressure',
  assess: (evidence) => {
    const { job, vertices, shares } = evidence;
    const unmeasured = unmeasuredLoad(evidence, 'back-pressure');
    if (vertices === undefined || unmeasured !== undefined) return unmeasured ?? [];
    const bottleneck = findBottleneck(vertices, shares);
    if (bottleneck === undefined) return [];
    const { root, pressured } = bottleneck;
    if (root === undefined) {
      const reason = 'the vertices after the back-pressured ones are not measured yet';
      return [{ kind: 'not assessed', what: 'the cause of back-pressure', reason }];
    }
    const { vertex, share } = root;
    // The rules about skew and about a blocked subtask name the busy subtask.
    if (hasOneBusySubtask(share, vertex.parallelism)) return [];
    const busy = busyOf(share);
    const name = shortVertex(vertex.name);
    const isBusy = busy !== undefined && busy >= busyShare;
    const load = busy === undefined ? 'load unknown' : `${percent(busy)} busy`;
    const facts = pressured.map(
      ({ id, name: other }) => `${shortVertex(other)}: ${percent(shares.get(id)?.backPressured ?? 0)} back-pressured`,
    );
    return [
      {
        severity: 'warning',
        health: 'back-pressured',
        reason: `by ${name} (${load})`,
        text: isBusy
          ? `${name} slows ${job.name} down: it is ${percent(busy)} busy`
          : `${name} slows ${job.name} down, although it is not busy (${load}): it may wait for an external system`,
        evidence: [`${vertex.name}: ${load}, parallelism ${vertex.parallelism}`, ...facts],
        next: [
          { text: `See the subtasks of ${name} and their pods`, command: `subtasks ${job.id} ${vertex.id}` },
          { text: `See what ${name} does: a profile of its threads`, command: `threads ${job.id} ${vertex.id}` },
          ...(isBusy ? [{ text: `Make ${name} faster, or raise its parallelism` }] : []),
        ],
        vertex: vertex.name,
      },
    ];
  },
};
