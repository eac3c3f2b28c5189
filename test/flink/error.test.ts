import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate as nextTick } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { FlinkError } from '../../src/flink/error.ts';

test('does not keep the parsed response alive', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const fail = (): { readonly error: FlinkError; readonly read: WeakRef<object> } => {
    const jobs = [{ id: 'one' }];
    const create = () => new FlinkError('too-large', `after ${jobs.length} jobs`);
    return { error: create(), read: new WeakRef(jobs) };
  };
  const { error, read } = fail();
  await nextTick(); // A WeakRef keeps its object alive until the next tick.
  collect();
  assert.equal(error.message, 'after 1 jobs');
  assert.equal(read.deref(), undefined);
});
