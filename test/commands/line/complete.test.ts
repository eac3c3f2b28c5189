import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../src/commands/line/complete.ts';
import { parseCommandLine } from '../../../src/commands/line/parse.ts';
import { commands } from '../../../src/commands/table.ts';
import { readLoggingConfig } from '../../../src/logging-config/read-config.ts';
import { job, pod, snapshot } from '../samples.ts';

const counting = job('aaaa1111', 'Word Count');
const twin = job('bbbb2222', 'twin');
const otherTwin = job('bbbb3333', 'twin');
const starting = job('cccc4444', 'starting', 'CREATED');
const ended = job('dddd5555', 'ended', 'FINISHED');
const hostile = job('eeee6666', 'evil\u001b[2J');
const session = snapshot({
  jobs: [counting, twin, otherTwin, starting, ended, hostile],
  logging: {
    config: readLoggingConfig(
      'log4j',
      'rootLogger.level = INFO\nlogger.kafka.name = org.apache.kafka\nlogger.kafka.level = WARN\n',
    ),
    pending: undefined,
  },
  pods: [pod('red-jm'), pod('red-taskmanager-1-1'), pod('red-taskmanager-1-2', 5000)],
});

const cases: readonly [line: string, start: number, texts: readonly string[]][] = [
  ['', 0, commands.map(({ name }) => name)],
  ['s', 0, ['savepoint', 'shell', 'status', 'session', 'subtasks', 'stop']],
  ['  st', 2, ['status', 'stop']],
  ['help ca', 5, ['cancel']],
  ['list ', 5, []],
  ['list --', 5, ['--all', '--health', '--output']],
  ['list --all --', 11, ['--health', '--output']],
  ['list -o json --', 13, ['--all', '--health']],
  ['list --output=json --', 19, ['--all', '--health']],
  ['port-forward --pod --open --', 26, ['--address', '--open', '--yes', '--output']],
  ['cancel -- -', 10, []],
  ['cancel -- aa', 10, ['aaaa1111']],
  ['list -o ', 8, ['text', 'wide', 'json', 'yaml', 'name']],
  ['savepoint x --format ', 21, ['canonical', 'native']],
  ['savepoint x --format n', 21, ['native']],
  ['savepoint x --savepoint-dir ', 28, []],
  ['cancel ', 7, ['"Word Count"', 'starting', 'bbbb2222', 'bbbb3333', 'eeee6666']],
  ['cancel W', 7, ['"Word Count"']],
  ['cancel "Word C', 7, ['"Word Count"']],
  ['cancel aaaa', 7, ['aaaa1111']],
  ['cancel tw', 7, ['bbbb2222', 'bbbb3333']],
  ['cancel starting ', 16, ['"Word Count"', 'bbbb2222', 'bbbb3333', 'eeee6666']],
  ['cancel bbbb2222 tw', 16, ['bbbb3333']],
  ['savepoint ', 10, ['"Word Count"', 'bbbb2222', 'bbbb3333', 'eeee6666']],
  ['logs ', 5, ['jm', 'taskmanager-1-1']],
  ['logs t', 5, ['taskmanager-1-1']],
  ['logs taskmanager-1-1 ', 21, ['jm']],
  ['logs red-jm red-t', 12, ['red-taskmanager-1-1']],
  ['port-forward --pod red-t', 19, ['red-taskmanager-1-1']],
  ['port-forward ', 13, []],
  ['logs --job W', 11, ['"Word Count"']],
  ['logs red-jm --logger org', 21, ['org.apache.kafka']],
  ['log-level ', 10, ['root', 'org.apache.kafka', 'com.example.Orders']],
  ['log-level org', 10, ['org.apache.kafka']],
  ['log-level root d', 15, ['DEBUG']],
  ['log-level root DEBUG ', 21, []],
  ['log-level --for 10m ', 20, ['root', 'org.apache.kafka', 'com.example.Orders']],
  ['savepoint --format native W', 26, ['"Word Count"']],
  ['log-level root --f', 15, ['--for', '--fast', '--force', '--for-new-pods']],
  ['nonsense ', 9, []],
];
for (const [line, start, texts] of cases) {
  test(`completes: ${JSON.stringify(line)}`, () => {
    const completion = complete(line, session, ['com.example.Orders', 'org.apache.kafka']);
    assert.deepEqual(
      completion.candidates.map(({ text }) => text),
      texts,
    );
    assert.equal(completion.start, start);
  });
}

test('a completed line can be parsed', () => {
  const { start, candidates } = complete('cancel W', session);
  const line = 'cancel W'.slice(0, start) + candidates[0]?.text;
  assert.deepEqual(parseCommandLine(line)?.input.arguments, ['Word Count']);
});

test('a hint describes the candidate without control characters', () => {
  const [candidate] = complete('cancel eeee', session).candidates;
  assert.equal(candidate?.hint, 'evil␛[2J RUNNING');
});
