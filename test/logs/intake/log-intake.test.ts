import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { createLogIntake, type LogIntake } from '../../../src/logs/intake/log-intake.ts';
import { createStreamSink } from '../../../src/logs/stream/stream-sink.ts';

const at = (second: number, nanoseconds = 0) =>
  `2026-11-24T02:00:${String(second).padStart(2, '0')}.${String(nanoseconds).padStart(9, '0')}Z`;
const sent = (second: number, text: string, nanoseconds = 0) => `${at(second, nanoseconds)} ${text}\n`;

/** Returns the stored lines, with gap markers in brackets. */
function storedLines(writeLog: (log: LogIntake) => void): readonly string[] {
  const store = createLogStore({ now: () => Date.parse(at(59)) });
  const writer = store.open({ uid: 'u', pod: 'p', container: 'c' });
  writeLog(writer);
  const source = store.source('u/c');
  const lines = source?.lines(source.first, source.end) ?? [];
  return lines.map((line) => (line.kind === 'gap' ? `[${line.reason}]` : line.text));
}

/** Returns the forwarded lines, with gap markers in brackets. */
function forwardedLines(writeLog: (log: LogIntake) => void): readonly string[] {
  const sink = createStreamSink({ pod: 'p', container: 'c' }, () => Date.parse(at(59)));
  writeLog(createLogIntake(sink));
  sink.endEvent();
  return sink.take().flatMap((item) => (item.kind === 'marker' ? [`[${item.text}]`] : item.text.split('\n')));
}

const write = (log: LogIntake, ...lines: readonly string[]) => log.write(Buffer.from(lines.join('')));
const resume = (log: LogIntake, ...lines: readonly string[]) => {
  log.end('broken');
  log.begin({ isResumed: true });
  write(log, ...lines);
};
const many = Array.from({ length: 300 }, (_, number) => sent(2, `number ${number}`, number));

const cases: readonly (readonly [
  name: string,
  writeLog: (log: LogIntake) => void,
  expected: readonly string[],
  resumeTime?: string,
])[] = [
  [
    'one repeat of each kept line is dropped, and further equal lines are kept',
    (log) => {
      write(log, sent(1, 'one'), sent(2, 'same', 5), sent(2, 'same', 5), sent(2, 'last', 7));
      resume(log, sent(2, 'same', 5), sent(2, 'same', 5), sent(2, 'same', 5), sent(2, 'last', 7), sent(3, 'new'));
    },
    ['one', 'same', 'same', 'last', 'same', 'new'],
    '2026-11-24T02:00:03.000Z',
  ],
  [
    'all lines of a second are repeated',
    (log) => {
      write(log, sent(1, 'one'), ...many);
      resume(log, ...many, sent(2, 'new', 300));
    },
    ['one', ...many.map((_, number) => `number ${number}`), 'new'],
    '2026-11-24T02:00:02.000Z',
  ],
  [
    'an incomplete line is received completely when the stream resumes',
    (log) => {
      write(log, sent(1, 'one'), sent(2, 'half of it').slice(0, -6));
      resume(log, sent(1, 'one'), sent(2, 'half of it'));
    },
    ['one', 'half of it'],
  ],
  [
    'a last line without a line end is kept in a complete log and dropped in a broken one',
    (log) => {
      write(log, sent(1, 'one').trimEnd());
      log.end('complete');
      write(log, sent(2, 'two').trimEnd());
      log.end('broken');
      write(log, sent(3, 'three'));
    },
    ['one', 'three'],
  ],
  [
    'missing lines are marked as one gap',
    (log) => {
      write(log, sent(1, 'one'));
      resume(log, sent(9, 'nine'), sent(9, 'and more', 1));
    },
    [
      'one',
      '[8s of logs may be missing, from 2026-11-24T02:00:01Z to 2026-11-24T02:00:09Z: log rotation or restart]',
      'nine',
      'and more',
    ],
  ],
  [
    'a gap of less than a second is marked',
    (log) => {
      write(log, sent(1, 'one', 1));
      resume(log, sent(1, 'two', 5_000_000));
    },
    [
      'one',
      '[less than 1s of logs may be missing, from 2026-11-24T02:00:01Z to 2026-11-24T02:00:01Z: log rotation or restart]',
      'two',
    ],
  ],
  [
    'a restart marker is between the lines before and after the restart',
    (log) => {
      write(log, sent(1, 'one'));
      log.markGap('container restarted');
      log.begin({ isResumed: false });
      write(log, sent(2, 'two'));
    },
    ['one', '[container restarted]', 'two'],
  ],
  [
    'a line without a timestamp is kept but does not change the resume time',
    (log) => {
      write(log, sent(4, 'one'), 'no time\n', '\n');
      resume(log, sent(4, 'one'), sent(5, 'two'));
    },
    ['one', 'no time', '', 'two'],
    '2026-11-24T02:00:05.000Z',
  ],
];

for (const [name, writeLog, expected, resumeTime] of cases) {
  test(`stores and forwards the same lines: ${name}`, () => {
    for (const linesOf of [storedLines, forwardedLines]) {
      let resumedFrom: string | undefined;
      const texts = linesOf((log) => {
        log.begin({ isResumed: false });
        writeLog(log);
        resumedFrom = log.resumeTime();
      });
      assert.deepEqual(texts, expected, linesOf.name);
      if (resumeTime !== undefined) assert.equal(resumedFrom, resumeTime, linesOf.name);
    }
  });
}

test('forwards lines unchanged, but truncates stored lines and drops their carriage return', () => {
  const long = `${'x'.repeat(100_000)}\r`;
  const writeLog = (log: LogIntake) => write(log, sent(1, 'one\r'), sent(1, long, 1));
  assert.deepEqual(forwardedLines(writeLog), ['one\r', long]);
  const [one, cut] = storedLines(writeLog);
  assert.equal(one, 'one');
  assert.equal(cut?.length, 64 * 1024 - at(1).length - 1);
});

test('forwards a very long line without a line end in pieces', () => {
  const chunk = Buffer.alloc(1024 * 1024, 97);
  const sink = createStreamSink({ pod: 'p', container: 'c' });
  const log = createLogIntake(sink);
  write(log, at(1), ' ');
  for (let count = 0; count < 16; count += 1) log.write(chunk);
  assert.ok(sink.hasPendingEvent());
  log.end('broken');
  sink.endEvent();
  const [piece] = sink.take();
  assert.equal(piece?.kind === 'event' && piece.text.length, 16 * 1024 * 1024);
});
