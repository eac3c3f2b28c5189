import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogStore } from '../../../src/logs/create-log-store.ts';
import { createLogIntake, type LogIntake } from '../../../src/logs/intake/log-intake.ts';
import { createStreamSink } from '../../../src/logs/stream/stream-sink.ts';

const at = (second: number, nanoseconds = 0) =>
  `2026-11-24T02:00:${String(second).padStart(2, '0')}.${String(nanoseconds).padStart(9, '0')}Z`;
const sent = (second: number, text: string, nanoseconds = 0) => `${at(second, nanoseconds)} ${text}\n`;

/** What can be read of a log that was kept: a gap in brackets. */
function keep(play: (log: LogIntake) => void): readonly string[] {
  const store = createLogStore({ now: () => Date.parse(at(59)) });
  const writer = store.open({ uid: 'u', pod: 'p', container: 'c' });
  play(writer);
  const source = store.source('u/c');
  const lines = source?.lines(source.first, source.end) ?? [];
  return lines.map((line) => (line.kind === 'gap' ? `[${line.cause}]` : line.text));
}

/** The same of a log that was passed on. */
function passOn(play: (log: LogIntake) => void): readonly string[] {
  const sink = createStreamSink({ pod: 'p', container: 'c' }, () => Date.parse(at(59)));
  play(createLogIntake(sink));
  sink.endEvent();
  return sink.take().flatMap((item) => (item.kind === 'mark' ? [`[${item.text}]`] : item.text.split('\n')));
}

const write = (log: LogIntake, ...lines: readonly string[]) => log.write(Buffer.from(lines.join('')));
const again = (log: LogIntake, ...lines: readonly string[]) => {
  log.end('broken');
  log.begin({ isResumed: true });
  write(log, ...lines);
};
const many = Array.from({ length: 300 }, (_, number) => sent(2, `number ${number}`, number));

const cases: readonly (readonly [
  name: string,
  play: (log: LogIntake) => void,
  expected: readonly string[],
  resumeTime?: string,
])[] = [
  [
    'what comes again is dropped, each line as often as it was here',
    (log) => {
      write(log, sent(1, 'one'), sent(2, 'same', 5), sent(2, 'same', 5), sent(2, 'last', 7));
      again(log, sent(2, 'same', 5), sent(2, 'same', 5), sent(2, 'same', 5), sent(2, 'last', 7), sent(3, 'new'));
    },
    ['one', 'same', 'same', 'last', 'same', 'new'],
    '2026-11-24T02:00:03.000Z',
  ],
  [
    'a whole second of lines comes again',
    (log) => {
      write(log, sent(1, 'one'), ...many);
      again(log, ...many, sent(2, 'new', 300));
    },
    ['one', ...many.map((_, number) => `number ${number}`), 'new'],
    '2026-11-24T02:00:02.000Z',
  ],
  [
    'half a line comes whole when its stream begins again',
    (log) => {
      write(log, sent(1, 'one'), sent(2, 'half of it').slice(0, -6));
      again(log, sent(1, 'one'), sent(2, 'half of it'));
    },
    ['one', 'half of it'],
  ],
  [
    'a last line without a line end is a line of a complete log, and none of a broken one',
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
    'what a stream does not reach back to is a gap, once',
    (log) => {
      write(log, sent(1, 'one'));
      again(log, sent(9, 'nine'), sent(9, 'and more', 1));
    },
    [
      'one',
      '[8s may be missing, from 2026-11-24T02:00:01Z to 2026-11-24T02:00:09Z: the log was rotated, or begins anew]',
      'nine',
      'and more',
    ],
  ],
  [
    'a gap of less than a second says so',
    (log) => {
      write(log, sent(1, 'one', 1));
      again(log, sent(1, 'two', 5_000_000));
    },
    [
      'one',
      '[less than 1s may be missing, from 2026-11-24T02:00:01Z to 2026-11-24T02:00:01Z: the log was rotated, or begins anew]',
      'two',
    ],
  ],
  [
    'a gap that the follower knows of comes between the lines before and after it',
    (log) => {
      write(log, sent(1, 'one'));
      log.markGap('the container was started again');
      log.begin({ isResumed: false });
      write(log, sent(2, 'two'));
    },
    ['one', '[the container was started again]', 'two'],
  ],
  [
    'a line without a time is a line, and no time to go on from',
    (log) => {
      write(log, sent(4, 'one'), 'no time\n', '\n');
      again(log, sent(4, 'one'), sent(5, 'two'));
    },
    ['one', 'no time', '', 'two'],
    '2026-11-24T02:00:05.000Z',
  ],
];

for (const [name, play, expected, resumeTime] of cases) {
  test(`kept and passed on alike: ${name}`, () => {
    for (const take of [keep, passOn]) {
      let asksFrom: string | undefined;
      const texts = take((log) => {
        log.begin({ isResumed: false });
        play(log);
        asksFrom = log.resumeTime();
      });
      assert.deepEqual(texts, expected, take.name);
      if (resumeTime !== undefined) assert.equal(asksFrom, resumeTime, take.name);
    }
  });
}

test('what is passed on is passed on as it came; what is kept is cut, and has no carriage return', () => {
  const long = `${'x'.repeat(100_000)}\r`;
  const play = (log: LogIntake) => write(log, sent(1, 'one\r'), sent(1, long, 1));
  assert.deepEqual(passOn(play), ['one\r', long]);
  const [one, cut] = keep(play);
  assert.equal(one, 'one');
  assert.equal(cut?.length, 64 * 1024 - at(1).length - 1);
});

test('a line without an end is passed on in pieces, once it is too long to be held', () => {
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
