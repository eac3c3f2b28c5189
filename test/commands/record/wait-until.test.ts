import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Progress } from '../../../src/commands/record/command.ts';
import { type PollResult, waitUntil } from '../../../src/commands/record/wait-until.ts';
import { FlinkError } from '../../../src/flink/error.ts';

const signal = new AbortController().signal;

/** Polls the results one after the other. Each poll advances the clock by one second. */
async function runWait(
  results: readonly (PollResult<string> | Error)[],
  timeoutMs: number,
  abort: AbortSignal = signal,
) {
  let now = 0;
  let index = 0;
  const poll = async () => {
    now += 1000;
    const result = results[index++];
    if (result === undefined) throw new Error('polled too often');
    if (result instanceof Error) throw result;
    return result;
  };
  const steps: string[] = [];
  const waiting = waitUntil(poll, { timeoutMs, now: () => now }, abort);
  for (;;) {
    const step: IteratorResult<Progress, string | undefined> = await waiting.next();
    if (step.done === true) return { steps, result: step.value };
    if (step.value.kind === 'step') steps.push(step.value.text);
  }
}

test('reports the progress and the elapsed time', async () => {
  const { steps, result } = await runWait(
    [{ waitingFor: 'CREATED' }, { waitingFor: 'CANCELLING' }, { done: 'x' }],
    60_000,
  );
  assert.deepEqual(steps, ['CREATED (1s)', 'CANCELLING (2s)']);
  assert.equal(result, 'x');
});

test('returns undefined after the timeout', async () => {
  const { result } = await runWait([{ waitingFor: 'CANCELLING' }, { waitingFor: 'CANCELLING' }], 1500);
  assert.equal(result, undefined);
});

test('reports transient errors and continues', async () => {
  const { steps, result } = await runWait([new FlinkError('unreachable', 'connection refused'), { done: 'x' }], 60_000);
  assert.deepEqual(steps, ['No response, retrying: connection refused (1s)']);
  assert.equal(result, 'x');
});

test('rejects on other errors', async () => {
  await assert.rejects(runWait([new FlinkError('failed', 'no room')], 60_000), { message: 'no room' });
});

test('rejects with the reason of an abort', async () => {
  const reason = new Error('aborted');
  await assert.rejects(runWait([{ waitingFor: 'x' }, { waitingFor: 'x' }], 60_000, AbortSignal.abort(reason)), reason);
});
