import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { programFile, projectRoot, startProgram } from '../support/program.ts';

const run = promisify(execFile);
const folder = mkdtempSync(join(tmpdir(), 'flink-tui-pack-'));
const prefix = join(folder, 'global');
const installed = join(prefix, 'bin', 'flink-tui');

before(async () => {
  programFile(); // fails if dist/ is missing
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: projectRoot });
  const [tarball = ''] = readdirSync(folder);
  await run('npm', ['install', '--global', '--offline', '--prefix', prefix, join(folder, tarball)]);
});

test('the package installs without dependencies and runs', async () => {
  assert.deepEqual(readdirSync(join(prefix, 'lib', 'node_modules')), ['flink-tui']);
  const { stdout: version } = await run(process.execPath, [installed, '--version']);
  assert.match(version, /^\d+\.\d+\.\d+\n$/);
  const { stdout: help } = await run(process.execPath, [installed, 'help']);
  assert.match(help, /cancel/);
});

test('the demo of the installed package fills all panes', async (context) => {
  const program = startProgram([], { command: { file: process.execPath, args: [installed, 'demo'] } });
  context.after(program.hangUp);
  await program.sees((screen) => /leader/.test(screen) && /RUNNING/.test(screen) && /INFO/.test(screen));
  program.press('q');
  assert.deepEqual(await program.exited, { exitCode: 0, signal: undefined });
});
