import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEventGroups } from '../../../src/logs/stream/group-events.ts';
import { createTimestampedLines } from '../../../src/logs/stream/timestamped-lines.ts';
import { createEventPrinter, type EventFormat } from '../../../src/shell/print/print-events.ts';

const stamp = '2026-11-24T02:00:00.000000001Z';
const error = '2026-11-24 02:00:00,000 ERROR org.example.Sink [] - failed';
const info = '2026-11-24 02:00:00,000 INFO  org.example.Sink [] - well';

/** Prints the lines as logs of two pods. */
async function printed(
  eventFormat: Partial<EventFormat>,
  lines: readonly string[],
  { names = 'pod' as 'none' | 'pod' | 'container', timestamps = false } = {},
): Promise<string> {
  const print = createEventPrinter({ format: 'text', isTerminal: false, color: false, ...eventFormat });
  const chunks: Uint8Array[] = [];
  for (const pod of ['a', 'b']) {
    const groups = createEventGroups({ pod, container: 'main' });
    const split = createTimestampedLines();
    const events = [
      ...groups.push(split.push(Buffer.from(lines.map((line) => `${stamp} ${line}\n`).join(''), 'latin1'))),
    ];
    chunks.push(await print({ kind: 'events', events: [...events, ...groups.flush()], names, timestamps }));
  }
  return Buffer.concat(chunks).toString('latin1');
}

test('a pipe gets the bytes of the log unchanged', async () => {
  const hostile = '\x1b]0;title\x07\x9b31m\xff\0\r';
  assert.equal(await printed({}, [hostile]), `[a] ${hostile}\n[b] ${hostile}\n`);
  assert.equal(await printed({}, ['x'], { names: 'none', timestamps: true }), `${stamp} x\n${stamp} x\n`);
  assert.equal(await printed({}, ['x'], { names: 'container' }), '[a/main] x\n[b/main] x\n');
});

test('a terminal gets visible replacements for control characters', async () => {
  const shown = Buffer.from(
    await printed({ isTerminal: true }, ['\x1b]0;title\x07', '\xff\r'], { names: 'none' }),
    'latin1',
  );
  assert.equal(shown.toString(), '␛]0;title␇\n\ufffd\n'.repeat(2));
});

test('with colours, each pod has its own colour, and the level colours all lines of an event', async () => {
  const text = await printed({ color: true }, [info, error, '\tat a.B.c(B.java:1)']);
  const [well, failed, frame, other] = text.split('\n');
  assert.equal(well, `\x1b[36m[a] \x1b[39m${info}`);
  assert.equal(failed, `\x1b[36m[a] \x1b[39m\x1b[31m${error}\x1b[39m`);
  assert.equal(frame, '\x1b[36m[a] \x1b[39m\x1b[31m\tat a.B.c(B.java:1)\x1b[39m');
  assert.equal(other, `\x1b[32m[b] \x1b[39m${info}`);
});

test('JSON contains no control characters', async () => {
  const text = await printed({ format: 'json' }, ['\x1b[31m \xc2\x9b \xe2\x80\xae']);
  assert.ok(/^[\x20-\x7e\n]*$/.test(text), JSON.stringify(text));
  assert.equal(JSON.parse(text.split('\n')[0] ?? '').message, '\x1b[31m \u009b \u202e');
});
