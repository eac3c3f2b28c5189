import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PodLogOptions } from '../../../src/kubernetes/api.ts';
import { readLogFile } from '../../../src/session/logs/log-file.ts';

const at = (second: number) => `2026-11-23T10:00:0${second}.000000000Z`;

/** A kubelet that sends one response per request. `ended` shows whether each response was read to its end. */
function kubelet(...bodies: (string | undefined)[]) {
  const requests: Partial<PodLogOptions>[] = [];
  const ended: boolean[] = [];
  const open = async (options: Partial<PodLogOptions>) => {
    requests.push(options);
    const text = bodies.shift();
    return text === undefined ? undefined : body(text, ended.push(false) - 1);
  };
  async function* body(text: string, index: number) {
    for (const part of [text.slice(0, 33), text.slice(33)]) yield Buffer.from(part);
    ended[index] = true;
  }
  return { requests, ended, open };
}

test('requests the newest line before the first one and reads both responses to their end', async () => {
  const { requests, ended, open } = kubelet(`${at(7)} the newest line`, `${at(2)} the first line`);
  const file = await readLogFile(open);
  assert.deepEqual(file, { startsAt: Date.parse(at(2)), newestAt: Date.parse(at(7)) });
  assert.deepEqual(
    requests.map(({ tailLines }) => tailLines),
    [1, undefined],
  );
  assert.deepEqual(ended, [true, true]);
});

test('handles a file with one line, an empty file and a missing file', async () => {
  assert.deepEqual(await readLogFile(kubelet('', at(2)).open), {
    startsAt: Date.parse(at(2)),
    newestAt: Date.parse(at(2)),
  });
  assert.equal(await readLogFile(kubelet('', '').open), undefined);
  assert.equal(await readLogFile(kubelet(undefined, undefined).open), undefined);
  assert.equal(await readLogFile(kubelet('unable to retrieve', 'unable to retrieve').open), undefined);
});
