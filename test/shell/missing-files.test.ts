import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { settingTable } from '../../src/settings/setting-table.ts';
import { startProgram } from '../support/program.ts';
import { runProgram } from '../support/run-program.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const env = { XDG_CONFIG_HOME: '/nowhere', KUBECONFIG: '' };
const fileFlags = settingTable.map(({ flag }) => flag).filter((flag) => flag.endsWith('<file>'));

test('a missing file is a usage error that names the file and the setting', async () => {
  assert.ok(fileFlags.length >= 6);
  for (const flag of fileFlags.map((usage) => usage.split(' ')[0] ?? '')) {
    const { exitCode, stderr } = await runProgram(['list', 'x', flag, '/nope/file'], { env });
    assert.equal(exitCode, 2, stderr);
    assert.match(stderr, new RegExp(`cannot read /nope/file \\(${flag}\\): no such file\n`));
    assert.match(stderr, new RegExp(`Correct the path or remove ${flag}\n`));
  }
});

test('the screen does not open when --rest-ca names a missing file', async () => {
  const program = startProgram(['attach', 'x', '--rest-url', 'http://127.0.0.1:1', '--rest-ca', '/nope'], { env });
  assert.deepEqual(await program.exited, { exitCode: 2, signal: undefined });
  assert.match(program.screen(), /cannot read \/nope \(--rest-ca\): no such file/);
  assert.equal(program.isAlternate(), false);
});

test('the error names the environment variable or the config file that sets the path', async (t) => {
  const folder = await temporaryFolder(t);
  const config = join(folder, 'flink-tui', 'config.yaml');
  mkdirSync(join(folder, 'flink-tui'));
  writeFileSync(config, 'rest-key: /nope\n');
  const fromFile = await runProgram(['list', 'x'], { env: { ...env, XDG_CONFIG_HOME: folder } });
  assert.equal(fromFile.exitCode, 2);
  assert.ok(fromFile.stderr.includes(`cannot read /nope (rest-key in ${config}): no such file`));

  const fromVariable = await runProgram(['clusters'], { env: { ...env, FLINK_TUI_REST_TOKEN_FILE: folder } });
  assert.equal(fromVariable.exitCode, 2);
  assert.ok(fromVariable.stderr.includes('(FLINK_TUI_REST_TOKEN_FILE): is a directory'), fromVariable.stderr);
});

test('a file without read permission is a usage error', {
  skip: process.getuid?.() === 0 && 'root can read every file',
}, async (t) => {
  const file = join(await temporaryFolder(t), 'ca.pem');
  writeFileSync(file, '');
  chmodSync(file, 0);
  const { exitCode, stderr } = await runProgram(['list', 'x', '--rest-ca', file], { env });
  assert.equal(exitCode, 2);
  assert.match(stderr, /\(--rest-ca\): permission denied/);
});

test('the demo ignores the files that are configured for other clusters', async () => {
  const { exitCode, stderr } = await runProgram(['demo', '--speed', '10'], {
    input: 'list\n',
    env: { ...env, FLINK_TUI_REST_CA: '/nope', KUBECONFIG: '/nope' },
  });
  assert.equal(exitCode, 0, stderr);
});
