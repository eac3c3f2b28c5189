import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { projectRoot } from '../support/program.ts';

const run = promisify(execFile);

test('the packed package installs into an empty folder, with nothing else, and runs', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-pack-'));
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: projectRoot });
  const [tarball = ''] = readdirSync(folder);
  await run('npm', ['install', '--global', '--offline', '--prefix', join(folder, 'global'), join(folder, tarball)]);
  assert.deepEqual(readdirSync(join(folder, 'global', 'lib', 'node_modules')), ['flink-tui']);
  const program = join(folder, 'global', 'bin', 'flink-tui');
  const { stdout: version } = await run(process.execPath, [program, '--version']);
  assert.match(version, /^\d+\.\d+\.\d+\n$/);
  const { stdout: help } = await run(process.execPath, [program, 'help']);
  assert.match(help, /cancel/);
});
