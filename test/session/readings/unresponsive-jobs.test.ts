import assert from 'node:assert/strict';
import { test } from 'node:test';
import { subscribeToSession as showSession } from '../../../src/screen/state/subscribe-to-session.ts';
import type { JobRow } from '../../../src/session/readings/join-jobs.ts';
import type { SessionSnapshot } from '../../../src/session/snapshot.ts';
import { screenInMemory } from '../../screen/screen-in-memory.ts';
import { type Attached, withAttached } from '../attached.ts';

const rowOf = ({ jobs }: SessionSnapshot, id: string): JobRow | undefined => jobs?.find((job) => job.id === id);
const isRunning = (snapshot: SessionSnapshot, id: string) => rowOf(snapshot, id)?.state === 'RUNNING';
const pathsOf = ({ demo }: Attached) => demo.restRequests().map(({ path }) => path.replace(/^\/v1/, ''));

test('keeps the row of a job missing from the list, with the age of its data', async () => {
  await withAttached({ jobs: 'none' }, async (attached) => {
    const { demo, session, until } = attached;
    const id = demo.submitJob('Left out');
    const other = demo.submitJob('Listed');
    await until('both jobs', (seen) => isRunning(seen, id) && isRunning(seen, other));
    await demo.fault({ kind: 'job-master', jobId: id, mode: 'failing' });
    session.refresh();
    const seen = await until(
      'the age of the missing job',
      (snapshot) => rowOf(snapshot, id)?.unresponsiveSince !== undefined,
    );
    assert.ok((rowOf(seen, id)?.unresponsiveSince ?? 0) <= Date.now());
    assert.equal(rowOf(seen, other)?.unresponsiveSince, undefined);
    assert.equal(seen.overview?.jobsRunning, 2, 'the missing job is counted');
    await until(
      'the failed request for the missing job',
      ({ readings }) => readings.get(`job-state/${id}`)?.failure !== undefined,
    );
    assert.ok(pathsOf(attached).includes(`/jobs/${id}/status`));
    assert.equal(rowOf(session.store.getState(), id)?.state, 'RUNNING');

    await demo.fault({ kind: 'job-master', jobId: id, mode: 'ok' });
    session.refresh();
    await until('the job to be listed', (snapshot) => {
      const row = rowOf(snapshot, id);
      return row !== undefined && row.unresponsiveSince === undefined;
    });
  });
});

test('removes a job that is missing from the list and unknown to Flink', async () => {
  await withAttached({ jobs: 'none' }, async (attached) => {
    const { demo, session, until } = attached;
    const id = demo.submitJob('Lost with its JobManager');
    const before = await until('the job', (seen) => isRunning(seen, id));
    demo.deletePod(before.leader ?? '');
    await until('another leader', ({ leader }) => leader !== undefined && leader !== before.leader);
    session.refresh();
    const after = await until('no job', ({ jobs }) => jobs?.length === 0);
    assert.equal(after.jobsFailure, undefined);
    assert.ok(pathsOf(attached).includes(`/jobs/${id}/status`));
  });
});

test('polls visible jobs one by one while a JobMaster blocks the list', async () => {
  await withAttached({ jobs: 'none' }, async (attached) => {
    const { demo, session, until } = attached;
    const closing = new AbortController();
    showSession(screenInMemory({ signal: closing.signal, now: Date.now }, { columns: 160, rows: 50 }), session);
    const hung = demo.submitJob('Hung');
    const responsive = demo.submitJob('Responsive');
    await until('both jobs', (seen) => isRunning(seen, hung) && isRunning(seen, responsive));
    await demo.fault({ kind: 'job-master', jobId: hung, mode: 'hung' });
    const lists = () => pathsOf(attached).filter((path) => path === '/jobs/overview').length;
    const before = lists();
    await until('a failed list', ({ jobsFailure }) => jobsFailure !== undefined);
    await session.connection.flink.cancel(responsive);
    await until('the end of the responsive job', (seen) => rowOf(seen, responsive)?.state === 'CANCELED');
    const seen = await until('the age of the hung job', (now) => rowOf(now, hung)?.unresponsiveSince !== undefined);
    assert.equal(rowOf(seen, hung)?.state, 'RUNNING');
    assert.equal(rowOf(seen, responsive)?.unresponsiveSince, undefined);
    assert.equal(seen.links.rest.state === 'denied', false);
    assert.equal(lists() - before, 1, 'only one list request');
    closing.abort();
  });
});
