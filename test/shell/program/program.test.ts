import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandError } from '../../../src/commands/record/command-error.ts';
import { commands, subcommands } from '../../../src/commands/table.ts';
import { settingTable } from '../../../src/settings/setting-table.ts';
import type { Frontends } from '../../../src/shell/program/frontends.ts';
import { runProgram } from '../../../src/shell/program/program.ts';
import { fakeStreams } from '../fake-streams.ts';

const lead = (line: string) => leadWords(line.split(' ').filter((word) => word !== ''));

/** Runs argv against doors that only note how they were reached. */
async function leadWords(argv: readonly string[]) {
  const calls: unknown[][] = [];
  const streams = fakeStreams();
  const note =
    (name: string) =>
    async (...parameters: unknown[]) => {
      calls.push([name, ...parameters]);
      return 7;
    };
  const doors: Frontends = {
    attach: note('attach'),
    command: (common, command, clusterId, words) => note('command')(common, command.name, clusterId, words),
    clusters: note('clusters'),
    demo: note('demo'),
    rights: note('rights'),
    completion: note('completion'),
    complete: (words) => note('complete')(words),
  };
  const exitCode = await runProgram(argv, { commands: subcommands, doors, streams, version: '1.2.3' });
  return { call: calls[0], exitCode, out: streams.out(), err: streams.err() };
}

async function refusal(line: string | readonly string[]): Promise<string> {
  try {
    await (typeof line === 'string' ? lead(line) : leadWords(line));
  } catch (error) {
    assert.ok(error instanceof CommandError, String(error));
    assert.equal(error.exitCode, 2);
    return [error.message, ...error.hints].join('\n');
  }
  assert.fail(`${line} was accepted`);
}

const plain = { flags: {}, format: 'text' };
const flag = (name: string, value: string) => ({ [name]: { value, flag: `--${name}` } });

test('without a subcommand a cluster is to be picked, and its exit code is that of the process', async () => {
  const { call, exitCode } = await lead('');
  assert.deepEqual(call, ['attach', plain, undefined]);
  assert.equal(exitCode, 7);
});

test('attach takes the cluster-id, and options before and after it', async () => {
  assert.deepEqual((await lead('attach my-cluster')).call, ['attach', plain, 'my-cluster']);
  const flags = { ...flag('namespace', 'flink'), ...flag('context', 'staging'), ...flag('color', 'never') };
  const expected = ['attach', { flags, format: 'json' }, 'my-cluster'];
  assert.deepEqual((await lead('-n flink --no-color attach my-cluster --context staging -o json')).call, expected);
});

test('the words of a command reach it as they are, without what belongs to every subcommand', async () => {
  const { call } = await lead('stop my-cluster -n flink job-1 --savepoint-dir s3://b --drain -o json --timeout=10s');
  const common = { flags: flag('namespace', 'flink'), format: 'json' };
  const words = ['job-1', '--savepoint-dir', 's3://b', '--drain', '--timeout=10s'];
  assert.deepEqual(call, ['command', common, 'stop', 'my-cluster', words]);
  assert.deepEqual((await lead('logs my-cluster -f --tail 5 pod-1')).call?.[4], ['-f', '--tail', '5', 'pod-1']);
});

test('what stands after -- is no option, whatever stands before it', async () => {
  for (const before of ['', '--all ', '--timeout 5s ']) {
    const words = [...before.split(' ').slice(0, -1), '--', '-x', '-o'];
    assert.deepEqual((await lead(`cancel my-cluster ${before}-- -x -o`)).call?.slice(-1), [words]);
  }
  assert.deepEqual((await lead('cancel -Dkubernetes.cluster-id=mine -- -x')).call?.slice(-2), ['mine', ['--', '-x']]);
});

test('no option of a command is hidden by one of every subcommand', () => {
  const common = [
    ...settingTable.map(({ flag }) => flag),
    '--no-color',
    '-o, --output',
    '-D',
    '-h, --help',
    '-V, --version',
  ];
  const taken = common.flatMap((flags) => flags.match(/--?[a-zA-Z-]+/g) ?? []);
  for (const { name, options } of commands) {
    for (const option of options) {
      for (const typed of [`--${option.name}`, `-${option.short}`])
        assert.ok(!taken.includes(typed), `${name} ${typed}`);
    }
  }
});

test('-D of kubernetes-session.sh says where the cluster is, in both spellings', async () => {
  const { call } = await lead('attach -Dkubernetes.cluster-id=mine -D kubernetes.namespace=flink');
  const flags = { namespace: { value: 'flink', flag: '-Dkubernetes.namespace' } };
  assert.deepEqual(call, ['attach', { ...plain, flags }, 'mine']);
  const cancel = (await lead('cancel -Dkubernetes.cluster-id=mine job-1')).call;
  assert.deepEqual(cancel, ['command', plain, 'cancel', 'mine', ['job-1']]);
  const flagsOfFile = { kubeconfig: { value: '/a=b', flag: '-Dkubernetes.config.file' } };
  assert.deepEqual((await lead('attach x -Dkubernetes.config.file=/a=b')).call?.[1], { ...plain, flags: flagsOfFile });
});

test('a -D without effect is told, with the key that may have been meant', async () => {
  const { call, err } = await lead('attach x -Dtaskmanager.numberOfTaskSlots=4 -Dkubernetes.clusterid=x');
  assert.equal(call?.[0], 'attach');
  assert.match(err, /^-Dtaskmanager.numberOfTaskSlots has no effect: .*deploys nothing$/m);
  assert.match(err, /^-Dkubernetes.clusterid has no effect: is it kubernetes.cluster-id\?$/m);
});

test("Flink's own word for attaching is taken, and other keys of its are told to be none of ours", async () => {
  for (const property of ['execution.attached=true', 'execution.attached']) {
    const { call, err } = await lead(`attach x -D${property}`);
    assert.deepEqual(call, ['attach', plain, 'x']);
    assert.equal(err, '');
  }
  const { err } = await lead('attach x -Dexecution.attached=false -Dpipeline.name=y -Dexecution.atached=true');
  assert.deepEqual(err.trimEnd().split('\n'), [
    '-Dexecution.attached has no effect: flink-tui always attaches',
    '-Dpipeline.name has no effect: flink-tui does not read it',
    '-Dexecution.atached has no effect: is it execution.attached?',
  ]);
});

test('two answers to one question are refused', async () => {
  assert.match(await refusal('attach a -Dkubernetes.cluster-id=b'), /attach to a, or to b/);
  assert.match(await refusal('attach a -n x -Dkubernetes.namespace=y'), /--namespace is x, but .* is y/);
  assert.match(await refusal('attach -Dkubernetes.cluster-id'), /needs a value/);
  assert.equal((await lead('attach a -Dkubernetes.cluster-id=a -n x -Dkubernetes.namespace=x')).call?.[2], 'a');
});

test('an unknown subcommand names the nearest, or how to attach', async () => {
  assert.match(await refusal('lsit'), /no subcommand lsit\nDid you mean list\?/);
  assert.match(await refusal('help cancle'), /Did you mean cancel\?/);
  assert.match(await refusal('my-first-flink-cluster'), /flink-tui attach my-first-flink-cluster/);
});

test('help for an unknown subcommand is wrong usage, and names the nearest', async () => {
  for (const line of ['jobs --help', 'jobs -h', '-n flink jobs x --help']) {
    assert.match(await refusal(line), /^there is no subcommand jobs\nDid you mean logs\?/);
  }
  assert.match(await refusal('frobnicate --help'), /^there is no subcommand frobnicate\n/);
  assert.match((await lead('-n flink --help')).out, /^Usage: flink-tui/);
  assert.match((await lead('list --help')).out, /^list: /);
});

test('an empty cluster-id or subcommand is wrong usage', async () => {
  for (const words of [
    ['stop', ''],
    ['stop', ' ', 'job'],
    ['attach', ''],
    ['list', '', '-o', 'json'],
  ]) {
    assert.match(await refusal(words), /^the cluster-id is empty\nCheck for an unset shell variable\./);
  }
  assert.match(await refusal(['']), /^the subcommand is empty\n/);
  assert.match(await refusal(['list', '-Dkubernetes.cluster-id= ']), /needs a value/);
});

test('wrong usage is told in our words', async () => {
  assert.match(await refusal('attach'), /which session cluster\?.*\nflink-tui clusters lists them/);
  assert.match(await refusal('cancel'), /which session cluster\? flink-tui cancel CLUSTER-ID/);
  assert.match(
    await refusal('cancel --all my-first-flink-cluster'),
    /which session cluster\? It comes before --all: flink-tui cancel CLUSTER-ID --all/,
  );
  assert.match(
    await refusal('clusters --all-namespace'),
    /^unknown option '--all-namespace'\nDid you mean --all-namespaces\?/,
  );
  assert.match(await refusal('list x -o xml'), /'xml' is invalid\. Allowed choices are text, wide, json/);
  assert.match(await refusal('completion tcsh'), /Allowed choices are bash, zsh, fish/);
  assert.match(await refusal('demo --speed 0'), /a number above 0/);
  assert.match(await refusal('attach a b'), /^too many arguments/);
  assert.match(await refusal('attach x -n'), /argument missing/);
});

test('clusters, demo, rights, completion and complete are doors of their own', async () => {
  assert.deepEqual((await lead('clusters -A')).call, ['clusters', plain, { allNamespaces: true }]);
  const demo = (await lead('demo --serve --speed 10 --port 6443')).call;
  assert.deepEqual(demo, ['demo', plain, { serve: true, speed: 10, port: 6443 }]);
  assert.deepEqual((await lead('rights --read-only')).call, ['rights', plain, { readOnly: true }]);
  assert.deepEqual((await lead('completion zsh')).call, ['completion', 'zsh']);
  assert.deepEqual((await lead('complete -- cancel x --no')).call, ['complete', ['cancel', 'x', '--no']]);
});

test('help and --help of a command say the same, and it is what the record says', async () => {
  const { out, exitCode } = await lead('help cancel');
  assert.equal(exitCode, 0);
  assert.equal((await lead('cancel --help')).out, out);
  assert.equal((await lead('cancel my-cluster -h')).out, out);
  assert.match(out, /^cancel: Cancel jobs/);
  assert.match(out, /flink-tui cancel CLUSTER-ID \[JOB\.\.\.\]/);
  assert.ok(out.split('\n').every((line) => line.startsWith(' ') || line.length <= 80));
});

test('for programs help tells of the commands, or of one', async () => {
  const names = commands.map(({ name }) => name);
  assert.deepEqual((await lead('help -o name')).out.trimEnd().split('\n'), names);
  const told = JSON.parse((await lead('help cancel -o json')).out);
  assert.deepEqual(Object.keys(told[0]).slice(0, 3), ['name', 'summary', 'usage']);
  assert.equal(told.length, 1);
  assert.match(await refusal('help attach -o json'), /attach is none\nflink-tui help attach tells/);
});

test('the help of the program names every subcommand, but not what only scripts ask', async () => {
  const { out } = await lead('--help');
  assert.equal((await lead('help')).out, out);
  for (const { name } of subcommands) {
    assert.match(out, new RegExp(`^  ${name} CLUSTER-ID`, 'm'));
  }
  assert.match(out, /^ {2}attach CLUSTER-ID/m);
  assert.doesNotMatch(out, /^ {2}complete/m);
});

test('what only an attachment can do is no subcommand', async () => {
  assert.match(await refusal('quit my-cluster'), /^there is no subcommand quit$/m);
});

test('--version is the version alone', async () => {
  assert.equal((await lead('--version')).out, '1.2.3\n');
});

test('what stands around the tables of options fits into 80 columns, and tells the exit codes', async () => {
  const [program, attach] = [(await lead('--help')).out, (await lead('help attach')).out];
  for (const line of `${program}\n${attach}`.split('\n')) assert.ok(line.length <= 80, line);
  assert.match(program, /Exit codes: 0 done/);
  assert.match(attach, /Nothing is ever\ndeployed/);
});
