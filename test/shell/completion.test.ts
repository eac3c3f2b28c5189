import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { commands } from '../../src/commands/table.ts';
import type { FlagValues } from '../../src/settings/read-settings.ts';
import { completeWords } from '../../src/shell/complete-words.ts';
import { completionScript } from '../../src/shell/completion-script.ts';
import type { Doors } from '../../src/shell/doors.ts';
import { buildProgram } from '../../src/shell/program.ts';
import { fakeStreams } from './fake-streams.ts';

/** What is proposed for the last word of the line; the flags that the cluster was asked with. */
async function complete(line: string): Promise<{ readonly words: readonly string[]; readonly asked: FlagValues[] }> {
  const subcommands = commands.filter(({ needs }) => needs !== 'nothing');
  const parts = { commands: subcommands, doors: {} as Doors, streams: fakeStreams(), version: '' };
  const asked: FlagValues[] = [];
  const candidates = await completeWords(
    line.split(' ').slice(1),
    buildProgram(parts, () => {}),
    subcommands,
    {
      clusterIds: async (flags) => {
        asked.push(flags);
        return ['cluster-a', 'cluster-b', 'other'];
      },
      subjects: async (kind, clusterId) => [`${kind}-1-of-${clusterId}`],
    },
  );
  return { words: candidates.map(({ word }) => word), asked };
}
const wordsFor = async (line: string) => (await complete(line)).words;

test('subcommands, by what was typed of them', async () => {
  assert.deepEqual(await wordsFor('flink-tui sa'), ['savepoint']);
  assert.deepEqual(await wordsFor('flink-tui help c'), ['clusters', 'cancel', 'completion']);
  assert.ok((await wordsFor('flink-tui ')).includes('attach'));
  assert.ok(!(await wordsFor('flink-tui ')).includes('complete'));
});

test('cluster-ids where one belongs, asked with the flags of the line', async () => {
  const { words, asked } = await complete('flink-tui -n flink attach --context staging clu');
  assert.deepEqual(words, ['cluster-a', 'cluster-b']);
  assert.deepEqual(
    asked.map((flags) => Object.values(flags).map(({ value }) => value)),
    [['flink', 'staging']],
  );
  assert.deepEqual(await wordsFor('flink-tui attach other '), []);
  assert.deepEqual(await wordsFor('flink-tui rights '), []);
});

test('jobs and pods of the cluster that was named', async () => {
  assert.deepEqual(await wordsFor('flink-tui cancel other '), ['job-1-of-other']);
  assert.deepEqual(await wordsFor('flink-tui cancel other job-9 --no-wait '), ['job-1-of-other']);
  assert.deepEqual(await wordsFor('flink-tui logs -n x other -f '), ['pod-1-of-other']);
  assert.deepEqual(await wordsFor('flink-tui list other '), []);
});

test('options of the subcommand and of all, and the values of those that have a choice', async () => {
  assert.deepEqual(await wordsFor('flink-tui savepoint other --sa'), ['--savepoint-dir']);
  assert.ok((await wordsFor('flink-tui savepoint other --')).includes('--namespace'));
  assert.deepEqual(await wordsFor('flink-tui savepoint other --format '), ['canonical', 'native']);
  assert.deepEqual(await wordsFor('flink-tui list other -o w'), ['wide']);
  assert.deepEqual(await wordsFor('flink-tui completion f'), ['fish']);
  assert.deepEqual(await wordsFor('flink-tui logs other --tail '), [], 'a value that nobody can guess');
});

test('bash asks for the words up to the cursor and takes the first column of the answer', () => {
  const asks = `flink-tui() { printf '%s\\n' "asked: $*" >&2; printf 'cluster-a\\tfirst\\ncluster-b\\t\\n'; }`;
  const use = `COMP_WORDS=(flink-tui attach cl later); COMP_CWORD=2; _flink_tui; printf '<%s>' "\${COMPREPLY[@]}"`;
  const script = `${completionScript('bash').replace('2>/dev/null', '2>&3')}\n${asks}\n${use}`;
  const out = execFileSync('bash', ['-c', `exec 3>&1\nset -eu\n${script}`], { encoding: 'utf8' });
  assert.equal(out, 'asked: complete -- attach cl\n<cluster-a><cluster-b>');
});
