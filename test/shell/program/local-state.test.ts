import assert from 'node:assert/strict';
import { chmod, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { createLocalState } from '../../../src/shell/program/local-state.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

test('saves, replaces and deletes a text that only this user can read', async (t) => {
  const folder = await temporaryFolder(t);
  const state = createLocalState({ XDG_STATE_HOME: folder });
  assert.equal(await state.read('levels'), undefined);
  assert.equal(await state.write('levels', 'first'), true);
  assert.equal(await state.write('levels', 'second\n'), true);
  assert.equal(await createLocalState({ XDG_STATE_HOME: folder }).read('levels'), 'second\n');
  assert.deepEqual(await readdir(join(folder, 'flink-tui')), ['levels'], 'no temporary file remains');
  assert.equal((await stat(join(folder, 'flink-tui', 'levels'))).mode & 0o777, 0o600);
  assert.equal((await stat(join(folder, 'flink-tui'))).mode & 0o777, 0o700);
  assert.equal(await state.write('levels', undefined), true);
  assert.equal(await state.read('levels'), undefined);
  assert.match(state.user, /^\S+@\S+$/);
});

test('returns false if the text cannot be written, and does not throw', async (t) => {
  const folder = await temporaryFolder(t);
  await writeFile(join(folder, 'flink-tui'), 'a file where the folder should be');
  await chmod(folder, 0o700);
  const state = createLocalState({ XDG_STATE_HOME: folder });
  assert.equal(await state.write('levels', 'text'), false);
  assert.equal(await state.read('levels'), undefined);
});
