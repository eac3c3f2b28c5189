import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { resources } from '../../../src/kubernetes/resource.ts';
import { readText } from '../../../src/kubernetes/transport/read-text.ts';
import { readWatchEvents } from '../../../src/kubernetes/watch/watch-events.ts';
import { connectTo, startApiServer } from '../api-server.ts';

const attributes = { verb: 'list', resource: 'pods', namespace: 'team' };
const tooLarge = (error: unknown) => error instanceof KubernetesError && error.kind === 'too-large';

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(65_536, 0x20);
}

test('stops reading an unlimited response at the limit', { timeout: 30_000 }, async (t) => {
  const server = await startApiServer(t, (_, response) => {
    const send = () => {
      while (!response.destroyed && response.write(Buffer.alloc(2 ** 20, 0x20)));
    };
    response.on('drain', send);
    send();
  });
  const api = await connectTo(t, server.url);
  await assert.rejects(
    api.list({ resource: resources.pods, namespace: 'team' }),
    (error: Error) =>
      tooLarge(error) && error.message === 'cannot list pods in namespace team: the response exceeds 64 MiB',
  );
});

test('rejects an unlimited text and an unlimited watch event', async () => {
  await assert.rejects(readText(endless(), attributes, 2 ** 20), tooLarge);
  await assert.rejects(readWatchEvents(endless(), attributes).next(), tooLarge);
});
