import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { complete as completeOnScreen } from '../../../src/commands/line/complete.ts';
import type { Command } from '../../../src/commands/record/command.ts';
import { optionsOf } from '../../../src/commands/record/output-format.ts';
import { subcommands } from '../../../src/commands/table.ts';
import { readLoggingConfig } from '../../../src/logging-config/read-config.ts';
import type { FlagValues } from '../../../src/settings/read-settings.ts';
import {
  type CompletionSources,
  completeWords,
  type ShellCandidate,
} from '../../../src/shell/complete/complete-words.ts';
import { completionScript } from '../../../src/shell/complete/completion-script.ts';
import type { Frontends } from '../../../src/shell/program/frontends.ts';
import { buildProgram } from '../../../src/shell/program/program.ts';
import { job, pod, snapshot } from '../../commands/samples.ts';
import { fakeStreams } from '../fake-streams.ts';

const program = buildProgram(
  { commands: subcommands, frontends: {} as Frontends, streams: fakeStreams(), version: '' },
  () => {},
);
const oneName: CompletionSources['names'] = async (kind, clusterId) => [
  { name: `${kind}-1-of-${clusterId}`, summary: `a ${kind}` },
];
const described = (words: readonly string[], summary: string) => words.map((word) => ({ word, summary }));

/** Completes the last word of the line. `requests` has the flags of each lookup in the cluster or the kubeconfig. */
async function complete(
  line: string,
  names = oneName,
): Promise<{
  readonly words: readonly string[];
  readonly candidates: readonly ShellCandidate[];
  readonly requests: FlagValues[];
}> {
  const requests: FlagValues[] = [];
  const candidates = await completeWords(line.split(' ').slice(1), program, subcommands, {
    clusterIds: async (flags) => {
      requests.push(flags);
      return described(['cluster-a', 'cluster-b', 'other'], 'session cluster');
    },
    context: async (flags) => {
      requests.push(flags);
      return described(['staging', 'production'], 'a context');
    },
    namespace: async (flags) => {
      requests.push(flags);
      return described(['flink', 'flink-test', 'kube-system'], '');
    },
    names,
  });
  return { words: candidates.map(({ word }) => word), candidates, requests };
}
const wordsFor = async (line: string) => (await complete(line)).words;

test('completes subcommands by prefix', async () => {
  assert.deepEqual(await wordsFor('flink-tui sa'), ['savepoint']);
  assert.deepEqual(await wordsFor('flink-tui help c'), ['clusters', 'cancel', 'checkpoints', 'completion']);
  assert.ok((await wordsFor('flink-tui ')).includes('attach'));
  assert.ok(!(await wordsFor('flink-tui ')).includes('complete'));
});

test('completes cluster-ids with the flags of the line', async () => {
  const { words, requests } = await complete('flink-tui -n flink attach --context staging clu');
  assert.deepEqual(words, ['cluster-a', 'cluster-b']);
  assert.deepEqual(
    requests.map((flags) => Object.values(flags).map(({ value }) => value)),
    [['flink', 'staging']],
  );
  const attached = await complete('flink-tui -nflink --context=staging logs clu');
  assert.deepEqual(attached.words, words);
  assert.deepEqual(attached.requests, requests);
  assert.deepEqual(await wordsFor('flink-tui attach other '), []);
  assert.deepEqual(await wordsFor('flink-tui permissions '), []);
});

test('completes jobs and pods of the given cluster', async () => {
  assert.deepEqual(await wordsFor('flink-tui cancel other '), ['job-1-of-other']);
  assert.deepEqual(await wordsFor('flink-tui cancel other job-9 --no-wait '), ['job-1-of-other']);
  assert.deepEqual(await wordsFor('flink-tui logs -n x other -f '), ['pod-1-of-other']);
  assert.deepEqual(await wordsFor('flink-tui list other '), []);
  assert.deepEqual(await wordsFor('flink-tui cancel other job-1-of-other '), [], 'the job is already given');
  assert.deepEqual(await wordsFor('flink-tui log-level other root de'), ['DEBUG'], 'levels match in any case');
});

test('completes contexts and namespaces with the other flags of the line', async () => {
  assert.deepEqual(
    (await complete('flink-tui --context ')).candidates,
    described(['staging', 'production'], 'a context'),
  );
  const { words, requests } = await complete('flink-tui --context staging list other -n fl');
  assert.deepEqual(words, ['flink', 'flink-test']);
  assert.deepEqual(requests, [{ context: { value: 'staging', flag: '--context' } }]);
  assert.deepEqual(await wordsFor('flink-tui attach --context=st'), ['--context=staging']);
  assert.deepEqual(await wordsFor('flink-tui list other --namespace=kube'), ['--namespace=kube-system']);
  assert.deepEqual(await wordsFor('flink-tui savepoint other --format=n'), ['--format=native']);
  assert.deepEqual(
    await wordsFor('flink-tui cancel other --all='),
    [],
    'a flag without a value has no values to suggest',
  );
  assert.deepEqual(await wordsFor('flink-tui list other -nkube'), ['-nkube-system']);
  assert.deepEqual(await wordsFor('flink-tui list other -oy'), ['-oyaml']);
  assert.deepEqual(await wordsFor('flink-tui logs other --job=job'), ['--job=job-1-of-other']);
  assert.deepEqual(await wordsFor('flink-tui cancel other -- --context=st'), [], '-- ends the options');
});

test('completes a job to its id, or to its name if the start of the name is typed', async () => {
  const some: CompletionSources['names'] = async () => [
    { name: 'aaaa1111', summary: 'orders RUNNING', jobName: 'orders' },
    { name: 'bbbb2222', summary: 'Word Count RUNNING', jobName: 'Word Count' },
    { name: 'cccc3333', summary: 'aaaa RUNNING', jobName: 'aaaa' },
  ];
  const candidatesFor = async (line: string) => (await complete(line, some)).candidates;
  assert.deepEqual(
    (await candidatesFor('flink-tui cancel other ')).map(({ word, summary }) => `${word} ${summary}`),
    ['aaaa1111 orders RUNNING', 'bbbb2222 Word Count RUNNING', 'cccc3333 aaaa RUNNING'],
  );
  assert.deepEqual(await candidatesFor('flink-tui cancel other ord'), [
    { word: 'orders', summary: 'aaaa1111 orders RUNNING' },
  ]);
  assert.deepEqual(await candidatesFor('flink-tui cancel other Wo'), [], 'the shell would split this name');
  assert.deepEqual(
    (await candidatesFor('flink-tui cancel other aaaa')).map(({ word }) => word),
    ['aaaa1111'],
    'an ambiguous name',
  );
  assert.deepEqual(await candidatesFor('flink-tui cancel other orders a'), [], 'the job is already given');
});

test('completes pods to short names, or to full names if the start of a full name is typed', async () => {
  const some: CompletionSources['names'] = async () =>
    ['red-7d9c-x2x9k', 'red-taskmanager-1-1', 'red-taskmanager-1-2'].map((name) => ({ name, summary: 'Running' }));
  const forLine = async (line: string) => (await complete(line, some)).words;
  assert.deepEqual(await forLine('flink-tui logs red '), ['7d9c-x2x9k', 'taskmanager-1-1', 'taskmanager-1-2']);
  assert.deepEqual(await forLine('flink-tui logs red task'), ['taskmanager-1-1', 'taskmanager-1-2']);
  assert.deepEqual(await forLine('flink-tui logs red red-t'), ['red-taskmanager-1-1', 'red-taskmanager-1-2']);
  assert.deepEqual(await forLine('flink-tui logs red taskmanager-1-1 t'), ['taskmanager-1-2']);
  assert.deepEqual(await forLine('flink-tui port-forward red --pod taskmanager-1-2'), ['taskmanager-1-2']);
});

test('suggests no cluster-id if -D sets it or an option precedes it', async () => {
  const line = 'flink-tui savepoint -Dkubernetes.cluster-id=other';
  assert.deepEqual(await wordsFor(`${line} --form`), ['--format']);
  assert.deepEqual(await wordsFor(`${line} --format n`), ['native']);
  assert.deepEqual(await wordsFor('flink-tui savepoint --format native '), []);
});

test('completes options of the subcommand, common options, and values of options with choices', async () => {
  assert.deepEqual(await wordsFor('flink-tui savepoint other --sa'), ['--savepoint-dir']);
  assert.ok((await wordsFor('flink-tui savepoint other --')).includes('--namespace'));
  assert.ok(!(await wordsFor('flink-tui savepoint other -n flink --')).includes('--namespace'));
  assert.ok((await wordsFor('flink-tui attach -Da=b -')).includes('-D'), '-D can be repeated');
  assert.ok(!(await wordsFor('flink-tui cancel other --no-wait --')).includes('--no-wait'));
  assert.deepEqual(await wordsFor('flink-tui savepoint other --format '), ['canonical', 'native']);
  assert.deepEqual(await wordsFor('flink-tui list other -o w'), ['wide']);
  assert.deepEqual(await wordsFor('flink-tui --theme d'), ['dark']);
  assert.deepEqual(await wordsFor('flink-tui attach other --remember-forwards '), ['never', 'ask', 'always']);
  assert.deepEqual(await wordsFor('flink-tui --log-space '), [], 'any size is possible');
  assert.deepEqual(await wordsFor('flink-tui completion f'), ['fish']);
  assert.deepEqual(await wordsFor('flink-tui logs other --tail '), [], 'any number is possible');
});

const jobs = ['aaaa1111', 'bbbb2222'];
const pods = ['red-jm', 'red-taskmanager-1-1'];
const logging = readLoggingConfig('log4j', 'rootLogger.level = INFO\nlogger.a.name = org.a\nlogger.a.level = WARN\n');
/** Both jobs have the same name. The screen and the shell therefore suggest only their ids. */
const session = snapshot({
  jobs: jobs.map((id) => job(id, 'twin')),
  pods: pods.map((name) => pod(name)),
  logging: { config: logging, pending: undefined },
});
const namesOfSession: CompletionSources['names'] = async (kind) => {
  const names = { job: jobs, pod: pods, logger: logging.loggers.map(({ name }) => name) }[kind];
  return names.map((name) => ({ name, summary: '', ...(kind === 'job' && { jobName: 'twin' }) }));
};

/** Returns lines with every option in every form, with and without its value, and lines with extra arguments. */
function linesOf(command: Command): readonly string[] {
  const options = optionsOf(command).flatMap(({ name, short, value, choices: [choice = '5'] = [] }) => {
    const flags = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
    if (value === undefined) return flags;
    return [...flags, ...flags.map((flag) => `${flag} ${choice}`), `--${name}=${choice}`];
  });
  const operands = [...jobs, ...pods, 'root', 'root DEBUG', 'root DEBUG more', '-- -x', '--'];
  const starts = ['', ...options, ...operands, ...options.map((option) => `${option} ${jobs[0]}`)];
  return starts
    .map((start) => (start === '' ? '' : `${start} `))
    .flatMap((start) => ['', '-', '--', '--no', 'd', 'n', 'bbbb', 'red-t'].map((typed) => start + typed));
}

for (const command of subcommands) {
  test(`${command.name}: the shell suggests the same words as the screen, plus the common options`, async () => {
    const commonOptions = new Set(program.options.map(({ long, short }) => long ?? short));
    const own = new Set(optionsOf(command).map(({ name }) => `--${name}`));
    for (const line of linesOf(command)) {
      const { words } = await complete(`flink-tui ${command.name} red ${line}`, namesOfSession);
      assert.deepEqual(
        words.filter((word) => own.has(word) || !commonOptions.has(word)),
        completeOnScreen(`${command.name} ${line}`, session).candidates.map(({ text }) => text),
        line,
      );
      assert.equal(new Set(words).size, words.length, `${line}: no duplicates`);
    }
  });
}

/** Runs the completion in bash with these COMP_WORDS. Returns the arguments of flink-tui and COMPREPLY. */
function completeInBash(words: readonly string[], candidates: string, variables = ''): string {
  const stub = `flink-tui() { printf '%s\n' "called: $*" >&2; printf -- '${candidates}'; }`;
  const use = `COMP_WORDS=(flink-tui ${words.join(' ')} later); COMP_CWORD=${words.length}; ${variables} _flink_tui`;
  const print = `printf '<%s>' "\${COMPREPLY[@]}"`;
  const script = `${completionScript('bash').replace('2>/dev/null', '2>&3')}\n${stub}\n${use}\n${print}`;
  return execFileSync('bash', ['-c', `exec 3>&1\nset -eu\n${script}`], { encoding: 'utf8' });
}
const twoClusters = 'cluster-a\\tsession cluster\\ncluster-bb\\tapplication cluster\\n';

test('bash completes the words up to the cursor with the first column of the candidates', () => {
  const out = completeInBash(['attach', 'cl'], twoClusters);
  assert.equal(out, 'called: complete -- attach cl\n<cluster-a><cluster-bb>');
});

test('bash lists candidates with their descriptions, cut to the width of the terminal', () => {
  const out = completeInBash(['attach', 'cl'], twoClusters, 'COMP_TYPE=63; COLUMNS=30;');
  assert.match(out, /<cluster-a {3}\(session cluster\)><cluster-bb {2}\(application clus>$/);
});

test('parts that bash split at = : or @ are joined, and only the last part is completed', () => {
  const byFlag = completeInBash(['list', 'x', '--context', '=', 'me', '@', 'st'], '--context=me@staging\\t\\n');
  assert.equal(byFlag, 'called: complete -- list x --context=me@st\n<staging>');
  const noValueYet = completeInBash(['--context', '='], '--context=staging\\t\\n');
  assert.equal(noValueYet, 'called: complete -- --context=\n<staging>');
  const arn = completeInBash(['--context', 'arn', ':', 'aws', ':', 'e'], 'arn:aws:eks\\t\\n');
  assert.equal(arn, 'called: complete -- --context arn:aws:e\n<eks>');
});
