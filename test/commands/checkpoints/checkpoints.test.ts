import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { withSession } from '../session-under-test.ts';

type Place = { readonly vertex: string; readonly subtask: number; readonly pod: string | null };
type List = {
  readonly enabled: boolean;
  readonly counts: { readonly completed: number; readonly failed: number } | null;
  readonly restoredFrom: { readonly id: number; readonly restoredAt: string } | null;
  readonly config: { readonly intervalMs: number | null; readonly timeoutMs: number } | null;
  readonly trend: { readonly text: readonly string[]; readonly size: { readonly percentPerHour: number } | null };
  readonly checkpoints: readonly { readonly id: number; readonly status: string; readonly bytes: number | null }[];
};
type Detail = {
  readonly status: string;
  readonly acknowledged: number;
  readonly subtasks: number;
  readonly unacknowledged: readonly Place[];
  readonly slowestSubtasks: readonly (Place & { readonly endToEndMs: number; readonly asyncMs: number | null })[];
  readonly vertices: readonly { readonly name: string; readonly acknowledged: number; readonly subtasks: number }[];
};

/** Each try of a command sends many requests. */
const everyMs = 200;

test('lists the checkpoints with settings, counts and trend', () =>
  withSession({ jobs: 'sick' }, async ({ run }) => {
    const { text, names, data } = await run('checkpoints "Visitor sessions"');
    const { trend, checkpoints, counts, config, enabled } = data as List;
    assert.match(trend.text[0] ?? '', /^size \+.* per hour \(.* MiB to .* MiB in /);
    assert.deepEqual([enabled, config?.intervalMs, config?.timeoutMs], [true, 30_000, 600_000]);
    assert.ok((counts?.completed ?? 0) >= 6);
    assert.ok(checkpoints.every(({ id }, index) => id < (checkpoints[index - 1]?.id ?? Number.POSITIVE_INFINITY)));
    assert.match(text, /^settings +every 30 s, timeout 10m, exactly once, unaligned off, tolerates no failure/m);
    assert.match(text, /^ID +TIME +AGO +TYPE +STATUS +DURATION +SIZE +WRITTEN +DETAILS$/m);
    assert.match(text, new RegExp(`^${names[0]} +.* checkpoint +completed +\\S+ m?s +\\S+ MiB +\\S+ MiB +file:`, 'm'));
  }));

test('the details of an expired checkpoint name the subtask and the pod that did not acknowledge', () =>
  withSession({ jobs: 'sick' }, async ({ run, expectError }) => {
    const job = '"Currency conversion"';
    const { checkpoints } = (await run(`checkpoints ${job}`)).data as List;
    const id = checkpoints.find(({ status: one }) => one === 'expired')?.id;
    const { data, text } = await run(`checkpoints ${job} ${id}`);
    const { status, acknowledged, subtasks, unacknowledged, slowestSubtasks, vertices } = data as Detail;
    assert.deepEqual([status, acknowledged, subtasks], ['expired', 3, 4]);
    const vertex = 'look up exchange rate -> Sink: transfers: Writer';
    const [stuck, ...others] = unacknowledged;
    assert.deepEqual([stuck?.vertex, stuck?.subtask, others.length], [vertex, 1, 0]);
    assert.match(stuck?.pod ?? '', /-taskmanager-\d+-\d+$/);
    assert.equal(slowestSubtasks.length, 3);
    assert.equal(vertices[0]?.name, vertex);
    assert.match(text, /^Checkpoint \d+ of Currency conversion \(/);
    assert.match(text, /^reason +Checkpoint expired before completing\.$/m);
    assert.match(text, /^Not acknowledged\nVERTEX +SUBTASK +POD\nlook up.* +1\/2 +\S+-taskmanager-\S+$/m);
    assert.match(text, /^VERTEX +SUBTASK +POD +TOTAL +START DELAY +ALIGNMENT +SYNC +ASYNC +LONGEST PHASE$/m);

    const unknown = await expectError(`checkpoints ${job} 9999`);
    assert.deepEqual([unknown.exitCode, unknown.message], [3, 'no checkpoint 9999 of Currency conversion']);
    const invalid = await expectError(`checkpoints ${job} newest`);
    assert.deepEqual([invalid.exitCode, invalid.message], [2, "invalid checkpoint 'newest': must be a number"]);
  }));

test('a restarted job says from which checkpoint it was restored', () =>
  withSession({ jobs: 'none' }, async ({ demo, run }) => {
    demo.submitJob('orders', { failEveryMs: 20_000, checkpoints: true });
    const restored = async () => ((await run('checkpoints orders')).data as List).restoredFrom ?? undefined;
    const { id, restoredAt } = await eventually('a restore', restored, { everyMs });
    assert.ok(id > 0 && Date.parse(restoredAt) > 0);
    assert.match((await run('checkpoints orders')).text, /^restored +from checkpoint \d+, .* UTC \(\S+ ago\)$/m);
  }));

test('a job without checkpoints says what that means', () =>
  withSession({ jobs: 'none' }, async ({ demo, run }) => {
    demo.submitJob('orders', { checkpoints: false, failEveryMs: 3_600_000 });
    const { text, data } = await eventually('the job', async () => run('checkpoints orders').catch(() => undefined), {
      everyMs,
    });
    assert.match(text, /no periodic checkpoints: after a failure, the job loses its state/);
    const { enabled, checkpoints, config } = data as List;
    assert.deepEqual([enabled, checkpoints, config?.intervalMs], [false, [], null]);
  }));
