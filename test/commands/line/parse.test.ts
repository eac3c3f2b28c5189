import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommandLine, parseInput, parseWords } from '../../../src/commands/line/parse.ts';
import { CommandError } from '../../../src/commands/record/command-error.ts';
import { optionsOf } from '../../../src/commands/record/output-format.ts';
import { commands } from '../../../src/commands/table.ts';

const understood: readonly [line: string, name: string, given: readonly string[], options: object][] = [
  ['help', 'help', [], {}],
  ['  list  ', 'list', [], {}],
  ['list -a', 'list', [], { all: true }],
  ['cancel a1b2 "Word Count" \'it\\s\'', 'cancel', ['a1b2', 'Word Count', 'it\\s'], {}],
  ['cancel Word\\ Count', 'cancel', ['Word Count'], {}],
  ['cancel --all --timeout 1h30m', 'cancel', [], { all: true, timeout: 5_400_000 }],
  ['stop', 'stop', [], {}],
  [
    'stop job --savepoint-dir=s3://a=b --format native',
    'stop',
    ['job'],
    { 'savepoint-dir': 's3://a=b', format: 'native' },
  ],
  ['logs -f --tail 20 pod-1', 'logs', ['pod-1'], { follow: true, tail: 20 }],
  ['logs -f=true --timestamps=true --tail=-1', 'logs', [], { follow: true, timestamps: true, tail: -1 }],
  ['logs -f -p --follow=false --tail -1', 'logs', [], { previous: true, tail: -1 }],
  ['logs -c=sidecar', 'logs', [], { container: 'sidecar' }],
  ['logs -csidecar', 'logs', [], { container: 'sidecar' }],
  ['logs --grep a --grep=b --level warn', 'logs', [], { grep: ['a', 'b'], level: 'WARN' }],
  ['logs --since-time 2026-11-24T02:00:00+01:00', 'logs', [], { 'since-time': Date.UTC(2026, 10, 24, 1) }],
  ['cancel -- --all', 'cancel', ['--all'], {}],
  ['cancel -', 'cancel', ['-'], {}],
];
for (const [line, name, given, options] of understood) {
  test(`understands: ${line}`, () => {
    const parsed = parseCommandLine(line);
    assert.equal(parsed?.command.name, name);
    assert.deepEqual(parsed.input, { arguments: given, options, line });
  });
}

const refused: readonly [line: string, message: string, hint: string][] = [
  ['lits', 'unknown command lits', 'Did you mean list or logs?'],
  ['STOP', 'unknown command STOP', 'Did you mean stop?'],
  ['frobnicate', 'unknown command frobnicate', 'help lists the commands.'],
  ['li\u001b[2Jst', 'unknown command li␛[2Jst', 'help lists the commands.'],
  ['list jobs', 'list does not know what to do with jobs', 'Usage: list [--all]'],
  ['list --al', 'list has no option --al', 'Did you mean --all?'],
  ['list -x', 'list has no option -x', 'Usage: list [--all]'],
  ['list --all=yes', '--all takes no value', 'Usage: list [--all]'],
  ['savepoint', 'savepoint needs a JOB', 'Usage: savepoint JOB'],
  ['savepoint job --format', '--format needs a value: --format FORMAT', 'Usage: savepoint JOB'],
  ['savepoint job --format avro', '--format is one of canonical, native, not avro', 'Usage: savepoint JOB'],
  ['cancel job --timeout 30', '--timeout is a duration such as 30s, 5m or 1h30m, not 30', 'Usage: cancel'],
  [
    'logs --since-time 2026-11-24',
    '--since-time is a time such as 2026-11-24T02:30:00Z, not 2026-11-24',
    'Usage: logs',
  ],
  ['logs --tail -3', '--tail is a whole number, not -3', 'Usage: logs'],
  ['cancel "Word Count', 'a quote is not closed', ''],
  ['cancel ""', 'the JOB of cancel is empty', 'Is a shell variable unset?'],
  ['cancel a1b2 " "', 'the JOB of cancel is empty', 'Usage: cancel [JOB...]'],
  ['stop ""', 'the JOB of stop is empty', 'Is a shell variable unset?'],
  ['stop -- ""', 'the JOB of stop is empty', 'Is a shell variable unset?'],
  ['logs -c= pod-1', '--container is empty: it needs a NAME', 'Usage: logs'],
  ['list ""', 'the argument of list is empty', 'Usage: list'],
  ['log-level root ""', 'the LEVEL of log-level is empty', 'Usage: log-level'],
];
for (const [line, message, hint] of refused) {
  test(`refuses: ${JSON.stringify(line)}`, () => {
    assert.throws(
      () => parseCommandLine(line),
      (error) => {
        assert.ok(error instanceof CommandError);
        assert.equal(error.exitCode, 2);
        assert.equal(error.message, message);
        assert.ok(error.hints.join('\n').includes(hint), error.hints.join('\n'));
        return true;
      },
    );
  });
}

test('an empty value is refused by every option of every command', () => {
  for (const command of commands) {
    for (const { name, value } of optionsOf(command)) {
      if (value === undefined) continue;
      for (const words of [[`--${name}`, ''], [`--${name}=`], [`--${name}`, ' \t']]) {
        assert.throws(() => parseInput(command, words), {
          exitCode: 2,
          message: `--${name} is empty: it needs a ${value}`,
        });
      }
    }
  }
});

test('a blank line is nothing', () => {
  assert.equal(parseCommandLine(''), undefined);
  assert.equal(parseCommandLine(' \t '), undefined);
});

test('words of a shell keep their blanks', () => {
  assert.deepEqual(parseWords(['cancel', 'Word Count']).input.arguments, ['Word Count']);
});

test('no two commands or options share a name, and no two keys of one pane mean two things', () => {
  const names = commands.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, options } of commands) {
    const words = options.flatMap(({ name, short }) => (short === undefined ? [name] : [name, short]));
    assert.equal(new Set(words).size, words.length, name);
  }
  const keys = commands.flatMap((command) => command.keys);
  for (const { key, pane } of keys) {
    const same = keys.filter(
      (other) => other.key === key && (pane === 'any' || other.pane === 'any' || other.pane === pane),
    );
    assert.equal(same.length, 1, `${key} in ${pane}`);
  }
});

test('every example of the help is understood', () => {
  for (const { name, examples } of commands) {
    for (const example of examples) assert.equal(parseCommandLine(example)?.command.name, name, example);
  }
});

test('for a letter that is no option none is proposed', () => {
  assert.throws(
    () => parseCommandLine('cancel job -f'),
    (error) => error instanceof CommandError && !error.hints.join().includes('Did you mean'),
  );
});
