import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CommandError } from '../../../src/commands/record/command-error.ts';
import { commands, subcommands } from '../../../src/commands/table.ts';
import { settingTable } from '../../../src/settings/setting-table.ts';
import type { Frontends } from '../../../src/shell/program/frontends.ts';
import { runProgram } from '../../../src/shell/program/program.ts';
import { fakeStreams } from '../fake-streams.ts';

const run = (line: string) => runArgs(line.split(' ').filter((arg) => arg !== ''));

/** Runs argv with frontends that only record their calls. */
async function runArgs(argv: readonly string[]) {
  const calls: unknown[][] = [];
  const streams = fakeStreams();
  const record =
    (name: string) =>
    async (...parameters: unknown[]) => {
      calls.push([name, ...parameters]);
      return 7;
    };
  const frontends: Frontends = {
    attach: record('attach'),
    record: record('record'),
    command: (common, command, clusterId, args) => record('command')(common, command.name, clusterId, args),
    clusters: record('clusters'),
    demo: record('demo'),
    permissions: record('permissions'),
    completion: record('completion'),
    complete: (words) => record('complete')(words),
  };
  const exitCode = await runProgram(argv, { commands: subcommands, frontends, streams, version: '1.2.3' });
  return { call: calls[0], exitCode, out: streams.out(), err: streams.err() };
}

async function usageErrorOf(line: string | readonly string[]): Promise<string> {
  try {
    await (typeof line === 'string' ? run(line) : runArgs(line));
  } catch (error) {
    assert.ok(error instanceof CommandError, String(error));
    assert.equal(error.exitCode, 2);
    return [error.message, ...error.hints].join('\n');
  }
  assert.fail(`${line} was accepted`);
}

const plain = { flags: {}, format: 'text' };
const flag = (name: string, value: string) => ({ [name]: { value, flag: `--${name}` } });

test('without a subcommand, attaches without a cluster-id and returns the exit code', async () => {
  const { call, exitCode } = await run('');
  assert.deepEqual(call, ['attach', plain, undefined]);
  assert.equal(exitCode, 7);
});

test('attach accepts options before the subcommand and after the cluster-id', async () => {
  assert.deepEqual((await run('attach my-cluster')).call, ['attach', plain, 'my-cluster']);
  const flags = { ...flag('namespace', 'flink'), ...flag('context', 'staging'), ...flag('color', 'never') };
  const expected = ['attach', { flags, format: 'json' }, 'my-cluster'];
  assert.deepEqual((await run('-n flink --no-color attach my-cluster --context staging -o json')).call, expected);
});

test('a command gets its arguments and options unchanged, without the common options', async () => {
  const { call } = await run('stop my-cluster -n flink job-1 --savepoint-dir s3://b --drain -o json --timeout=10s');
  const common = { flags: flag('namespace', 'flink'), format: 'json' };
  const args = ['job-1', '--savepoint-dir', 's3://b', '--drain', '--timeout=10s'];
  assert.deepEqual(call, ['command', common, 'stop', 'my-cluster', args]);
  assert.deepEqual((await run('logs my-cluster -f --tail 5 pod-1')).call?.[4], ['-f', '--tail', '5', 'pod-1']);
});

test('arguments after -- are not options', async () => {
  for (const before of ['', '--all ', '--timeout 5s ']) {
    const args = [...before.split(' ').slice(0, -1), '--', '-x', '-o'];
    assert.deepEqual((await run(`cancel my-cluster ${before}-- -x -o`)).call?.slice(-1), [args]);
  }
  assert.deepEqual((await run('cancel -Dkubernetes.cluster-id=mine -- -x')).call?.slice(-2), ['mine', ['--', '-x']]);
});

test('no option of a command has the name of a common option', () => {
  const commonOptions = [
    ...settingTable.map(({ flag }) => flag),
    '--no-color',
    '-o, --output',
    '-D',
    '-h, --help',
    '-V, --version',
  ];
  const reserved = commonOptions.flatMap((flags) => flags.match(/--?[a-zA-Z-]+/g) ?? []);
  for (const { name, options } of commands) {
    for (const option of options) {
      for (const typed of [`--${option.name}`, `-${option.short}`])
        assert.ok(!reserved.includes(typed), `${name} ${typed}`);
    }
  }
});

test('-D properties of kubernetes-session.sh locate the cluster, in both spellings', async () => {
  const { call } = await run('attach -Dkubernetes.cluster-id=mine -D kubernetes.namespace=flink');
  const flags = { namespace: { value: 'flink', flag: '-Dkubernetes.namespace' } };
  assert.deepEqual(call, ['attach', { ...plain, flags }, 'mine']);
  const cancel = (await run('cancel -Dkubernetes.cluster-id=mine job-1')).call;
  assert.deepEqual(cancel, ['command', plain, 'cancel', 'mine', ['job-1']]);
  const flagsOfFile = { kubeconfig: { value: '/a=b', flag: '-Dkubernetes.config.file' } };
  assert.deepEqual((await run('attach x -Dkubernetes.config.file=/a=b')).call?.[1], { ...plain, flags: flagsOfFile });
});

test('prints a note for each -D property without effect and suggests the nearest key', async () => {
  const { call, err } = await run('attach x -Dtaskmanager.numberOfTaskSlots=4 -Dkubernetes.clusterid=x');
  assert.equal(call?.[0], 'attach');
  assert.match(err, /^-Dtaskmanager.numberOfTaskSlots has no effect: .*never deploys$/m);
  assert.match(err, /^-Dkubernetes.clusterid has no effect: did you mean kubernetes.cluster-id\?$/m);
});

test("accepts Flink's execution.attached=true, and prints a note for other keys of Flink", async () => {
  for (const property of ['execution.attached=true', 'execution.attached']) {
    const { call, err } = await run(`attach x -D${property}`);
    assert.deepEqual(call, ['attach', plain, 'x']);
    assert.equal(err, '');
  }
  const { err } = await run('attach x -Dexecution.attached=false -Dpipeline.name=y -Dexecution.atached=true');
  assert.deepEqual(err.trimEnd().split('\n'), [
    '-Dexecution.attached has no effect: flink-tui always attaches',
    '-Dpipeline.name has no effect: flink-tui does not use this property',
    '-Dexecution.atached has no effect: did you mean execution.attached?',
  ]);
});

test('conflicting values of an option are a usage error', async () => {
  assert.match(
    await usageErrorOf('attach a -Dkubernetes.cluster-id=b'),
    /^conflicting cluster-ids: the argument is a, but -Dkubernetes\.cluster-id is b/,
  );
  assert.match(
    await usageErrorOf('attach a -n x -Dkubernetes.namespace=y'),
    /^conflicting options: --namespace is x, but .* is y/,
  );
  assert.match(await usageErrorOf('attach -Dkubernetes.cluster-id'), /requires a value/);
  assert.equal((await run('attach a -Dkubernetes.cluster-id=a -n x -Dkubernetes.namespace=x')).call?.[2], 'a');
});

test('the error for an unknown subcommand suggests the nearest one or attach', async () => {
  assert.match(await usageErrorOf('lsit'), /^unknown subcommand 'lsit'\nDid you mean list\?/);
  assert.match(await usageErrorOf('help cancle'), /Did you mean cancel\?/);
  assert.match(await usageErrorOf('my-first-flink-cluster'), /flink-tui attach my-first-flink-cluster/);
});

test('help for an unknown subcommand is a usage error that suggests the nearest one', async () => {
  for (const line of ['jobss --help', 'jobss -h', '-n flink jobss x --help']) {
    assert.match(await usageErrorOf(line), /^unknown subcommand 'jobss'\nDid you mean jobs\?/);
  }
  assert.match(await usageErrorOf('frobnicate --help'), /^unknown subcommand 'frobnicate'\n/);
  assert.match((await run('-n flink --help')).out, /^Usage: flink-tui/);
  assert.match((await run('list --help')).out, /^list: /);
});

test('an alias is the same subcommand', async () => {
  assert.match((await run('jobs --help')).out, /^list: List jobs\n\n.*\n\nAliases: jobs\n/);
  assert.match((await run('help jobs')).out, /^list: /);
  const { call } = await run('jobs my-cluster --all');
  assert.deepEqual(call, (await run('list my-cluster --all')).call);
});

test('an empty cluster-id or subcommand is a usage error', async () => {
  for (const args of [
    ['stop', ''],
    ['stop', ' ', 'job'],
    ['attach', ''],
    ['list', '', '-o', 'json'],
  ]) {
    assert.match(await usageErrorOf(args), /^the cluster-id is empty\nCheck for an unset shell variable\n/);
  }
  assert.match(await usageErrorOf(['']), /^the subcommand is empty\n/);
  assert.match(await usageErrorOf(['list', '-Dkubernetes.cluster-id= ']), /requires a value/);
});

test('usage errors name the option or argument and the correct usage', async () => {
  assert.match(
    await usageErrorOf('attach'),
    /^attach: missing argument CLUSTER-ID\nUsage: flink-tui attach CLUSTER-ID\nRun flink-tui clusters to list the clusters/,
  );
  assert.match(await usageErrorOf('cancel'), /^cancel: missing argument .*\nUsage: flink-tui cancel CLUSTER-ID\n/);
  assert.match(
    await usageErrorOf('cancel --all my-first-flink-cluster'),
    /^cancel: CLUSTER-ID must come before --all\nUsage: flink-tui cancel CLUSTER-ID --all\n/,
  );
  assert.match(
    await usageErrorOf('clusters --all-namespace'),
    /^unknown option '--all-namespace'\nDid you mean --all-namespaces\?/,
  );
  assert.match(await usageErrorOf('list x -o xml'), /'xml' is invalid\. Allowed choices are text, wide, json/);
  assert.match(await usageErrorOf('completion tcsh'), /Allowed choices are bash, zsh, fish/);
  assert.match(await usageErrorOf('demo --speed 0'), /a number greater than 0/);
  assert.match(await usageErrorOf('attach a b'), /^too many arguments/);
  assert.match(await usageErrorOf('attach x -n'), /argument missing/);
});

test('clusters, demo, permissions, completion and complete call their frontends', async () => {
  assert.deepEqual((await run('clusters -A')).call, ['clusters', plain, { allNamespaces: true }]);
  const demo = (await run('demo --serve --speed 10 --port 6443')).call;
  assert.deepEqual(demo, ['demo', plain, { serve: true, speed: 10, port: 6443 }]);
  assert.deepEqual((await run('permissions --read-only')).call, ['permissions', plain, { readOnly: true }]);
  assert.deepEqual((await run('completion zsh')).call, ['completion', 'zsh']);
  assert.deepEqual((await run('complete -- cancel x --no')).call, ['complete', ['cancel', 'x', '--no']]);
});

test('help COMMAND and COMMAND --help print the same text', async () => {
  const { out, exitCode } = await run('help cancel');
  assert.equal(exitCode, 0);
  assert.equal((await run('cancel --help')).out, out);
  assert.equal((await run('cancel my-cluster -h')).out, out);
  assert.match(out, /^cancel: Cancel jobs/);
  assert.match(out, /flink-tui cancel CLUSTER-ID \[JOB\.\.\.\]/);
  assert.ok(out.split('\n').every((line) => line.startsWith(' ') || line.length <= 80));
});

test('help -o prints all commands or one command as data', async () => {
  const names = commands.map(({ name }) => name);
  assert.deepEqual((await run('help -o name')).out.trimEnd().split('\n'), names);
  const described = JSON.parse((await run('help cancel -o json')).out);
  assert.deepEqual(Object.keys(described[0]).slice(0, 3), ['name', 'summary', 'usage']);
  assert.equal(described.length, 1);
  assert.match(
    await usageErrorOf('help attach -o json'),
    /^help attach is not available as json\nRun flink-tui help attach/,
  );
});

test('the program help lists every subcommand except the hidden subcommand for completion scripts', async () => {
  const { out } = await run('--help');
  assert.equal((await run('help')).out, out);
  for (const { name } of subcommands) {
    assert.match(out, new RegExp(`^  ${name} CLUSTER-ID`, 'm'));
  }
  assert.match(out, /^ {2}attach CLUSTER-ID/m);
  assert.doesNotMatch(out, /^ {2}complete/m);
});

test('quit is not a subcommand', async () => {
  assert.match(await usageErrorOf('quit my-cluster'), /^unknown subcommand 'quit'$/m);
});

test('--version prints only the version', async () => {
  assert.equal((await run('--version')).out, '1.2.3\n');
});

test('the help fits into 80 columns and lists the exit codes', async () => {
  const [program, attach] = [(await run('--help')).out, (await run('help attach')).out];
  const others = await Promise.all(subcommands.map(async ({ name }) => (await run(`help ${name}`)).out));
  for (const line of [program, attach, ...others].join('\n').split('\n')) assert.ok(line.length <= 80, line);
  assert.match(program, /Exit codes: 0 success/);
  assert.match(attach, /flink-tui never deploys a cluster/);
});

test('the help of a command uses the syntax of a shell', async () => {
  const { out } = await run('help savepoint');
  assert.match(out, /^Usage: flink-tui savepoint CLUSTER-ID JOB\.\.\. \[--savepoint-dir DIR\]/m);
  assert.match(out, /^Examples:\n {2}flink-tui savepoint my-cluster a1b2c3d4$/m);
});
