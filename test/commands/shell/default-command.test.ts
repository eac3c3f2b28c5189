import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { defaultCommand } from '../../../src/commands/shell/default-command.ts';

/** Runs the command on this computer with a line as its input. */
function run(term: string | undefined, input: string): string {
  const [file = '', ...args] = defaultCommand(term);
  return spawnSync(file, [...args], { input, encoding: 'utf8' }).stdout;
}

test('starts a shell that reads its input', () => {
  assert.equal(run('xterm', 'echo hello\n'), 'hello\n');
});

test('an unknown TERM is replaced by one that the container may know', () => {
  assert.match(run('no-such-terminal', 'echo $TERM\n'), /^xterm(-256color)?\n$/);
});

test('TERM is never read as a part of the script', () => {
  for (const term of ['$(id)', 'a b', "x'; id; '", '-n\n', undefined, '']) {
    assert.equal(defaultCommand(term).at(-1), 'xterm-256color');
  }
  assert.equal(defaultCommand('xterm-kitty').at(-1), 'xterm-kitty');
});
