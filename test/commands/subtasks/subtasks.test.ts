import assert from 'node:assert/strict';
import { test } from 'node:test';
import { eventually } from '../../support/eventually.ts';
import { withSession } from '../session-under-test.ts';

type Data = {
  readonly vertex: { readonly name: string; readonly parallelism: number };
  readonly measured: string | null;
  readonly skew: { readonly subtask: number; readonly share: number; readonly isSkewed: boolean } | null;
  readonly subtasks: readonly {
    readonly subtask: number;
    readonly pod: string | null;
    readonly status: string;
    readonly attempt: number;
    readonly busy: number | null;
    readonly recordsIn: number | null;
    readonly startedAt: string | null;
    readonly endedAt: string | null;
  }[];
};

test('the skewed subtask of a vertex is named, with its pod, load and records', () =>
  withSession({ jobs: 'sick' }, async ({ run }) => {
    const { text, data, names } = await run('subtasks "Clicks per customer" 2');
    const { vertex, skew, subtasks, measured } = data as Data;
    assert.equal(vertex.parallelism, 2);
    assert.deepEqual([skew?.subtask, skew?.isSkewed, Math.round((skew?.share ?? 0) * 100)], [2, true, 96]);
    assert.ok(measured === 'gauge' || measured === 'since start', `${measured}`);
    const [idle, busy] = subtasks;
    assert.deepEqual([idle?.subtask, busy?.subtask, busy?.status, busy?.endedAt], [1, 2, 'RUNNING', null]);
    assert.ok((busy?.busy ?? 0) > 0.95 && (idle?.busy ?? 1) < 0.1, JSON.stringify(subtasks));
    assert.ok((busy?.recordsIn ?? 0) > (idle?.recordsIn ?? 0));
    assert.match(busy?.startedAt ?? '', /^\d{4}-\d\d-\d\dT/);
    assert.deepEqual(names.toSorted(), subtasks.map(({ pod }) => pod).toSorted());
    assert.match(text, /^count per customer .*, vertex 2 of 2 of Clicks per customer$/m);
    assert.match(text, /^records since the start: subtask 2 gets 96% of the records, 1\.9× the average$/m);
    assert.match(text, /^SUBTASK +STATUS +BUSY +BACK-PRESSURED +IDLE .*POD$/m);
    assert.match(text, /^2 +RUNNING +100% +0% +0% .* #0 .*-taskmanager-\d+-\d+$/m);
  }));

test('subtasks without a slot are not deployed, and nothing about them is 0', () =>
  withSession({ jobs: 'none' }, async ({ demo, run }) => {
    demo.submitJob('backfill', { trouble: 'no-slots' });
    const { text, data } = await eventually('a scheduled job', async () => {
      const outcome = await run('subtasks backfill 1').catch(() => undefined);
      return (outcome?.data as Data | undefined)?.subtasks[0]?.status === 'SCHEDULED' ? outcome : undefined;
    });
    const [first] = (data as Data).subtasks;
    assert.deepEqual([first?.pod, first?.busy, first?.recordsIn, first?.startedAt], [null, null, null, null]);
    assert.equal((data as Data).measured, null);
    assert.match(text, /^1 +SCHEDULED +- +- +- .* not deployed$/m);
  }));

test('a vertex that is missing, unknown or ambiguous is an error that lists the vertices', () =>
  withSession({ jobs: 'none' }, async ({ runningJob, expectError }) => {
    await runningJob('orders');
    const missing = await expectError('subtasks orders');
    assert.deepEqual([missing.exitCode, missing.message], [2, 'subtasks requires a VERTEX']);
    assert.match(missing.hints[0] ?? '', /^1 {2}Source: /);
    const unknown = await expectError('subtasks orders nosuch');
    assert.deepEqual([unknown.exitCode, unknown.message], [3, 'no vertex nosuch in orders']);
    assert.ok(unknown.hints.some((hint) => hint.startsWith('1  Source: ')));
  }));
