import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CommandError } from '../../../src/commands/record/command-error.ts';
import { FlinkError } from '../../../src/flink/error.ts';
import { KubernetesError } from '../../../src/kubernetes/error.ts';
import { LogFilterError } from '../../../src/logs/log-filter.ts';
import { SettingsError } from '../../../src/settings/settings.ts';
import { createPrintFailure } from '../../../src/shell/program/failure.ts';
import { Interrupted, OutputClosed } from '../../../src/shell/program/interrupt.ts';
import { fakeStreams } from '../fake-streams.ts';

const folder = mkdtempSync(join(tmpdir(), 'flink-tui-log-'));
const logFile = join(folder, 'state', 'flink-tui.log');
after(() => rmSync(folder, { recursive: true }));

function printFailure(error: unknown, signal = new AbortController().signal, file = logFile) {
  const streams = fakeStreams();
  return { exitCode: createPrintFailure(streams, file, signal)(error), err: streams.err() };
}

test('prints message and hints, one per line, and returns the exit code of the error', () => {
  assert.deepEqual(printFailure(new CommandError(3, 'no job x', ['Did you mean y?'])), {
    exitCode: 3,
    err: 'flink-tui: no job x\n  Did you mean y?\n',
  });
  assert.equal(printFailure(new KubernetesError('unreachable', 'no response')).exitCode, 5);
  assert.deepEqual(printFailure(new SettingsError('theme is x', ['Did you mean y?'])), {
    exitCode: 2,
    err: 'flink-tui: theme is x\n  Did you mean y?\n',
  });
});

test('an unexpected error is logged with its stack trace, and the log file is named', () => {
  const { exitCode, err } = printFailure(new TypeError('a bug'));
  assert.equal(exitCode, 1);
  assert.equal(err, `flink-tui: a bug\n  Details: ${logFile}\n`);
  assert.match(readFileSync(logFile, 'utf8'), /TypeError: a bug\n {4}at .*failure\.test/);
  assert.equal(statSync(logFile).mode & 0o777, 0o600);
});

test("Flink's error details go to the log file", () => {
  const { err } = printFailure(new FlinkError('failed', 'no savepoint', { detail: 'java.lang.Exception\n\tat a.b.C' }));
  assert.match(err, /^flink-tui: no savepoint\n {2}Details: /);
  assert.match(readFileSync(logFile, 'utf8'), /java\.lang\.Exception/);
});

test('a large log file is renamed, and a new log file is started', () => {
  writeFileSync(logFile, 'x'.repeat(1_000_001));
  printFailure(new TypeError('the next bug'));
  assert.ok(statSync(logFile).size < 10_000);
  assert.equal(statSync(`${logFile}.1`).size, 1_000_001);
});

test('a log file that cannot be written does not hide the error', () => {
  writeFileSync(join(folder, 'file'), '');
  for (const parent of [join(folder, 'file'), '/proc/nowhere']) {
    const { err } = printFailure(new TypeError('a bug'), undefined, join(parent, 'flink-tui.log'));
    assert.equal(err, 'flink-tui: a bug\n');
  }
});

test('prints nothing after an interrupt or after the output was closed', () => {
  const aborted = (reason: Error) => printFailure(new Error('the socket was destroyed'), AbortSignal.abort(reason));
  assert.deepEqual(aborted(new Interrupted('SIGINT')), { exitCode: 130, err: '' });
  assert.deepEqual(aborted(new Interrupted('SIGTERM')), { exitCode: 143, err: '' });
  assert.deepEqual(aborted(new OutputClosed()), { exitCode: 0, err: '' });
});

test('an invalid filter is a one-line error that is not logged', () => {
  const cause = new LogFilterError('"(" is not a valid regular expression');
  assert.equal(
    printFailure(new CommandError(2, cause.message, [], { cause })).err,
    'flink-tui: "(" is not a valid regular expression\n',
  );
});

test("details of Flink's error are logged even if other errors wrap it", () => {
  const cause = new FlinkError('failed', 'disk full', { detail: 'java.io.IOException: disk full\n\tat d.e.F' });
  const { err } = printFailure(
    new CommandError(1, 'nothing was stopped', ['a hint'], {
      cause: new CommandError(1, 'no savepoint', [], { cause }),
    }),
  );
  assert.equal(err, `flink-tui: nothing was stopped\n  a hint\n  Details: ${logFile}\n`);
  assert.match(readFileSync(logFile, 'utf8'), /IOException: disk full/);
});
