import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCommandLine, parseInput, parseWords } from '../../../src/commands/line/parse.ts';
import { CommandError } from '../../../src/commands/record/command-error.ts';
import { optionsOf } from '../../../src/commands/record/output-format.ts';
import { commands } from '../../../src/commands/table.ts';

const valid: readonly [line: string, name: string, given: readonly string[], options: object][] = [
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
for (const [line, name, given, options] of valid) {
  test(`parses: ${line}`, () => {
    const parsed = parseCommandLine(line);
    assert.equal(parsed?.command.name, name);
    assert.deepEqual(parsed.input, { arguments: given, options, line });
  });
}

const withCommand: readonly [line: string, given: readonly string[], trailing: readonly string[]][] = [
  ['shell -- ls', [], ['ls']],
  ['shell pod-1 --container main -- ls -l --output x -- y', ['pod-1'], ['ls', '-l', '--output', 'x', '--', 'y']],
];
for (const [line, given, trailing] of withCommand) {
  test(`passes on the words after --: ${line}`, () => {
    const input = parseCommandLine(line)?.input;
    assert.deepEqual([input?.arguments, input?.trailing], [given, trailing]);
  });
}

const invalid: readonly [line: string, message: string, hint: string][] = [
  ['lits', "unknown command 'lits'", 'Did you mean list or logs?'],
  ['STOP', "unknown command 'STOP'", 'Did you mean stop?'],
  ['frobnicate', "unknown command 'frobnicate'", 'Run help to list the commands'],
  ['li\u001b[2Jst', "unknown command 'li␛[2Jst'", 'Run help to list the commands'],
  ['list jobs', "unexpected argument 'jobs'", 'Usage: list [--all]'],
  ['list --al', "unknown option '--al' for list", 'Did you mean --all?'],
  ['list -x', "unknown option '-x' for list", 'Usage: list [--all]'],
  ['list --all=yes', '--all takes no value', 'Usage: list [--all]'],
  ['shell pod --', 'shell requires a COMMAND... after --', 'Usage: shell [POD] [--container NAME] [-- COMMAND...]'],
  ['shell a b', "unexpected argument 'b'", 'Usage: shell [POD] [--container NAME] [-- COMMAND...]'],
  ['savepoint', 'savepoint requires a JOB', 'Usage: savepoint JOB'],
  ['savepoint job --format', '--format requires a value: --format FORMAT', 'Usage: savepoint JOB'],
  [
    'savepoint job --format avro',
    "invalid value 'avro' for --format: must be one of canonical, native",
    'Usage: savepoint JOB',
  ],
  [
    'cancel job --timeout 30',
    "invalid value '30' for --timeout: must be a duration such as 30s, 5m or 1h30m",
    'Usage: cancel',
  ],
  [
    'logs --since-time 2026-11-24',
    "invalid value '2026-11-24' for --since-time: must be a time such as 2026-11-24T02:30:00Z",
    'Usage: logs',
  ],
  ['logs --tail -3', "invalid value '-3' for --tail: must be a whole number", 'Usage: logs'],
  ['cancel "Word Count', 'unclosed quote', ''],
  ['cancel ""', 'cancel requires a non-empty JOB', 'Check for an unset shell variable'],
  ['cancel a1b2 " "', 'cancel requires a non-empty JOB', 'Usage: cancel [JOB...]'],
  ['stop ""', 'stop requires a non-empty JOB', 'Check for an unset shell variable'],
  ['stop -- ""', 'stop requires a non-empty JOB', 'Check for an unset shell variable'],
  ['logs -c= pod-1', '--container requires a non-empty NAME', 'Usage: logs'],
  ['list ""', 'list requires a non-empty argument', 'Usage: list'],
  ['log-level root ""', 'log-level requires a non-empty LEVEL', 'Usage: log-level'],
];
for (const [line, message, hint] of invalid) {
  test(`rejects: ${JSON.stringify(line)}`, () => {
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

test('every option of every command rejects an empty value', () => {
  for (const command of commands) {
    for (const { name, value } of optionsOf(command)) {
      if (value === undefined) continue;
      for (const words of [[`--${name}`, ''], [`--${name}=`], [`--${name}`, ' \t']]) {
        assert.throws(() => parseInput(command, words), {
          exitCode: 2,
          message: `--${name} requires a non-empty ${value}`,
        });
      }
    }
  }
});

test('returns undefined for a blank line', () => {
  assert.equal(parseCommandLine(''), undefined);
  assert.equal(parseCommandLine(' \t '), undefined);
});

test('keeps blanks in words from a shell', () => {
  assert.deepEqual(parseWords(['cancel', 'Word Count']).input.arguments, ['Word Count']);
});

test('command names, option names and the keys of a pane are unique', () => {
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

test('every help example can be parsed', () => {
  for (const { name, examples } of commands) {
    for (const example of examples) assert.equal(parseCommandLine(example)?.command.name, name, example);
  }
});

test('suggests no option for an unknown letter', () => {
  assert.throws(
    () => parseCommandLine('cancel job -f'),
    (error) => error instanceof CommandError && !error.hints.join().includes('Did you mean'),
  );
});
