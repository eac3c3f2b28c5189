import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createOutputCharset } from '../../../src/shell/print/output-charset.ts';
import { fakeStreams } from '../fake-streams.ts';

function written(terminal: boolean, chunk: string | Buffer): { readonly out: string; readonly err: string } {
  const streams = fakeStreams({ terminal });
  createOutputCharset(streams).set('ascii');
  streams.stdout.write(chunk);
  streams.stderr.write(chunk);
  return { out: streams.out(), err: streams.err() };
}

test('a terminal gets only ASCII, including log lines', () => {
  for (const chunk of ['Zähler…', Buffer.from('Zähler…')])
    assert.deepEqual(written(true, chunk), { out: 'Z?hler...', err: 'Z?hler...' });
});

test('a file or a program gets unchanged data, and messages in ASCII', () => {
  assert.deepEqual(written(false, 'Zähler…'), { out: 'Zähler…', err: 'Z?hler...' });
});

test('Unicode output is not changed', () => {
  const streams = fakeStreams({ terminal: true });
  const output = createOutputCharset(streams);
  output.set('ascii');
  output.set('unicode');
  streams.stdout.write('▶ Zähler…');
  assert.equal(streams.out(), '▶ Zähler…');
});
