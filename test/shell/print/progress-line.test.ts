import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createProgressLine } from '../../../src/shell/print/progress-line.ts';
import { fakeStreams } from '../fake-streams.ts';

function shown(streams: ReturnType<typeof fakeStreams>): string {
  const progress = createProgressLine(streams);
  for (const text of ['waiting', 'waiting', 'still \x1bc waiting']) progress.show(text);
  progress.clear();
  return streams.err();
}

test('without a terminal, each new text is a line', () => {
  assert.equal(shown(fakeStreams()), 'waiting\nstill ␛c waiting\n');
  assert.equal(shown(fakeStreams({ terminal: true, dumb: true })), 'waiting\nstill ␛c waiting\n');
});

test('without a terminal, a changed elapsed time alone prints no line', () => {
  const streams = fakeStreams();
  const progress = createProgressLine(streams);
  for (const text of ['a is RUNNING', 'a is RUNNING (2s)', 'a is RUNNING (1m 3s)', 'a is CANCELLING (1m 4s)'])
    progress.show(text);
  assert.equal(streams.err(), 'a is RUNNING\na is CANCELLING (1m 4s)\n');
});

test('on a terminal, one unwrapped line is updated in place and erased at the end', () => {
  const line = (text: string) => `\r\x1b[K\x1b[?7l${text}\x1b[?7h`;
  assert.equal(shown(fakeStreams({ terminal: true })), `${line('waiting')}${line('still ␛c waiting')}\r\x1b[K`);
});
