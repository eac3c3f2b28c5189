import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Progress } from '../../../src/commands/record/command.ts';
import { type PollResult, waitUntil } from '../../../src/commands/record/wait-until.ts';
import { FlinkError } from '../../../src/flink/error.ts';

const signal = new AbortController().signal;

/** Looks at these one after the other; the clock goes on by a second at each. */
async function waited(looks: readonly (PollResult<string> | Error)[], timeoutMs: number, until: AbortSignal = signal) {
  let now = 0;
  let at = 0;
  const look = async () => {
    now += 1000;
    const seen = looks[at++];
    if (seen === undefined) throw new Error('looked once too often');
    if (seen instanceof Error) throw seen;
    return seen;
  };
  const steps: string[] = [];
  const waiting = waitUntil(look, { timeoutMs, now: () => now }, until);
  for (;;) {
    const step: IteratorResult<Progress, string | undefined> = await waiting.next();
    if (step.done === true) return { steps, result: step.value };
    if (step.value.kind === 'step') steps.push(step.value.text);
  }
}

test('tells what it waits for, and for how long, until it is done', async () => {
  const { steps, result } = await waited(
    [{ waitingFor: 'CREATED' }, { waitingFor: 'CANCELLING' }, { done: 'x' }],
    60_000,
  );
  assert.deepEqual(steps, ['CREATED (1s)', 'CANCELLING (2s)']);
  assert.equal(result, 'x');
});

test('gives up when the time is over', async () => {
  const { result } = await waited([{ waitingFor: 'CANCELLING' }, { waitingFor: 'CANCELLING' }], 1500);
  assert.equal(result, undefined);
});

test('a server that does not answer for a while ends nothing, and is told', async () => {
  const { steps, result } = await waited([new FlinkError('unreachable', 'connection refused'), { done: 'x' }], 60_000);
  assert.deepEqual(steps, ['no answer, trying again: connection refused (1s)']);
  assert.equal(result, 'x');
});

test('any other error ends it', async () => {
  await assert.rejects(waited([new FlinkError('failed', 'no room')], 60_000), { message: 'no room' });
});

test('an abort ends it at once with its reason', async () => {
  const reason = new Error('the person went on');
  await assert.rejects(waited([{ waitingFor: 'x' }, { waitingFor: 'x' }], 60_000, AbortSignal.abort(reason)), reason);
});
