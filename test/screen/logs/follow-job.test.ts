import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followJob, placementOfFollowedJob } from '../../../src/screen/logs/filter/follow-job.ts';
import { filterByJob } from '../../../src/screen/state/logs/filter-by-job.ts';
import { followedPods } from '../../../src/screen/state/logs/followed-logs.ts';
import type { PodRow } from '../../../src/session/snapshot.ts';
import { eventually } from '../../support/eventually.ts';
import { fakeSession, jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const job = jobOverview({ name: 'orders', lastModification: 1 });
const vertices = ['a', 'b'].map((id) => ({
  id,
  name: id,
  parallelism: 1,
  status: 'RUNNING',
  tasks: {},
  inputs: [],
  counters: undefined,
}));

/** Creates a screen that follows the job. `taskManagers` maps vertex ids to TaskManagers. */
async function followOrders(taskManagers: { [vertexId: string]: string[] }, otherPods: readonly PodRow[] = []) {
  let now = 0;
  let calls = 0;
  const session = fakeSession(
    sessionSnapshot({
      jobs: [job],
      pods: [...otherPods, ...[1, 2, 3, 4].map((number) => podRow({ name: `tm-${number}` }))],
    }),
    {
      job: async () => ({ ...job, vertices }),
      taskManagersOfVertex: async (_job, vertexId) => {
        calls += 1;
        return taskManagers[vertexId] ?? [];
      },
    },
  );
  const screen = screenInMemory({ now: () => now });
  const followedNames = () => followedPods(screen.store.getState()).map(({ name }) => name);
  followJob(screen);
  screen.store.subscribe((state) => {
    const placement = placementOfFollowedJob(state);
    session.need(placement === undefined ? [] : [placement]);
  });
  session.store.subscribe(({ readings }) =>
    screen.store.setState(({ snapshot }) => ({ snapshot: snapshot && { ...snapshot, readings } })),
  );
  screen.store.setState({ session, snapshot: session.store.getState() });
  filterByJob(screen, job);
  const tick = (seconds: number, lastModification: number) => {
    now += seconds * 1000;
    const snapshot = { ...session.store.getState(), jobs: [{ ...job, lastModification }] };
    screen.store.setState({ now, snapshot });
  };
  const follows = (...names: string[]) =>
    eventually(`${names} to be followed`, () => followedNames().join() === names.join());
  return { tick, follows, followedNames, calls: () => calls };
}

test('follows the TaskManagers of all vertices, and new ones after a restart', async () => {
  const taskManagers = { a: ['tm-1'], b: ['tm-2'] };
  const { tick, follows } = await followOrders(taskManagers);
  await follows('tm-1', 'tm-2');
  taskManagers.b = ['tm-4', '(unassigned)'];
  tick(11, 2);
  await follows('tm-1', 'tm-2', 'tm-4');
});

test('follows the JobManagers while the job waits for slots, then also its TaskManagers', async () => {
  const taskManagers = { a: ['(unassigned)'], b: ['(unassigned)'] };
  const jobManagers = ['jm-leader', 'jm-standby'].map((name) => podRow({ name, role: 'jobmanager' }));
  const { tick, follows } = await followOrders(taskManagers, jobManagers);
  await follows('jm-leader', 'jm-standby');
  taskManagers.a = ['tm-3'];
  tick(11, 2);
  await follows('jm-leader', 'jm-standby', 'tm-3');
});

test('requests the TaskManagers again only after a job change, at most every ten seconds', async () => {
  const { tick, follows, calls } = await followOrders({ a: ['tm-1'], b: ['tm-1'] });
  await follows('tm-1');
  for (let second = 0; second < 60; second += 1) tick(1, 1);
  assert.equal(calls(), 2);
  tick(1, 2);
  await eventually('two more requests', () => calls() === 4);
  for (let second = 0; second < 5; second += 1) tick(1, 3 + second);
  assert.equal(calls(), 4);
});

test('follows all pods if the TaskManagers of a job are unknown', async () => {
  const { follows } = await followOrders({});
  await follows('tm-1', 'tm-2', 'tm-3', 'tm-4');
});
