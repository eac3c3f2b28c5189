// `npm test` runs every check that needs no cluster, and fails if one of them fails. `npm test -- session logs` also
// runs every check, but only the tests of these folders.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { buildTests } from './build-tests.mjs';
import { runTests } from './run-tests.mjs';
import { testEnvironment } from './test-environment.mjs';

const folders = process.argv.slice(2);
/** Many times the duration of the slowest file. With this limit, the report names a file that hangs. */
const testTimeoutMs = 60_000;

const { environment, folder, remove: removeFolder } = testEnvironment();
Object.assign(environment, {
  TMPDIR: folder,
  FORCE_COLOR: '3',
  NODE_ENV: 'production',
  // Test processes share most of their code.
  NODE_COMPILE_CACHE: `${folder}/compile-cache`,
});

/** The steps of a stage run at the same time. A stage starts when the previous one has ended. */
const stages = [
  [
    ['build', () => run('node', ['.ci/build.mjs'])],
    ['format and lint', () => run('npm', ['run', '--silent', 'lint'])],
    ['types', () => run('npm', ['run', '--silent', 'typecheck'])],
    ['import rules', () => run('depcruise', ['--config', '.ci/imports.cjs', 'src'])],
    ['unused code', () => run('knip', [])],
  ],
  [
    ['bundle size', () => run('node', ['.ci/bundle-size.mjs'])],
    ['generated docs', () => run('node', ['--import=tsx', '.ci/docs.ts', '--check'], environment)],
    ['tests', runBuiltTests],
  ],
];

/** Test files that take seconds, the slowest first. Each one has its own process and starts before the other files. */
const slowFiles = [
  'terminal/ending',
  'terminal/record',
  'terminal/shell',
  'commands/log-level/two-clients',
  'commands/log-level/log-level',
  'session/readings/unresponsive-jobs',
  'commands/ended-jobs/ended-jobs',
  'commands/threads/threads',
  'commands/metrics/metrics',
  'commands/talkers/talkers',
  'commands/event-time/event-time',
  'commands/why/why',
  'terminal/two-clients',
  'screen/job/threads',
  'screen/levels',
  'screen/job/metrics',
  'screen/job/ended-job',
  'screen/memory',
  'screen/session',
  'screen/talkers',
  'screen/resize',
  'terminal/acts',
  'shell/run/log-level',
  'contributing/worked-examples',
  'session/memory/watch-memory',
  'commands/memory/memory',
  'session/journal/unlisted-restarts',
  'shell/run/journal-acts',
  'terminal/ascii',
  'screen/switch-resources',
  'screen/switch',
  'screen/scenario',
  'screen/confirmation',
  'shell/program/process',
  'session/forwards/forwards',
  'terminal/confirm',
  'shell/silent-api-server',
  'terminal/hostile-lines',
  'session/watch/watch-session',
  'commands/logs/follow-logs',
  'demo/start-demo',
  'screen/commands',
  'demo/kubectl/commands',
  'screen/every-size',
  'terminal/package',
  'terminal/palette',
  'session/faults',
  'session/forwards/carry-connection',
  'contract/demo',
  'logs/spool/failures',
  'demo/flink/logging',
  'session/logs/follow-logs',
  'screen/logs',
  'screen/keys',
  'screen/logs-filter',
  'kubernetes/credentials/renewal',
  'screen/panes',
  'commands/cluster/stop-session',
].map((name) => `test/${name}.test.ts`);

/**
 * The other files of a folder share a process, because the start of a process takes longer than most of their tests. A
 * file belongs to the first folder that contains it.
 */
const sharedFolders = [
  'test/commands/cluster/',
  'test/commands/job/',
  'test/commands/',
  'test/demo/kubernetes/',
  'test/kubernetes/',
  'test/logs/',
  'test/screen/',
  'test/session/attach/',
  'test/session/logs/',
  'test/session/',
  'test/shell/',
  'test/',
];

/** Hooks at the top level of a file and mocked timers would apply to every file of the process. */
const changesItsProcess = (file) =>
  /^(before|after|beforeEach|afterEach)\(|mock\.timers/m.test(readFileSync(file, 'utf8'));

/** These run longest, because they have the most files. */
const startsFirst = ['test/screen/*', 'test/commands/*', 'test/session/*'];

function groupOf(file) {
  if (slowFiles.includes(file) || changesItsProcess(file)) return file;
  return `${sharedFolders.find((folder) => file.startsWith(folder))}*`;
}

const startOrder = (file) => (slowFiles.includes(file) ? slowFiles.indexOf(file) : slowFiles.length);

const testFiles = readdirSync('test', { recursive: true })
  .map((file) => `test/${file}`)
  .filter((file) => /\.test\.tsx?$/.test(file) && !/^test\/(cluster|soak)\//.test(file))
  .filter((file) => folders.length === 0 || folders.some((folder) => file.startsWith(`test/${folder}/`)))
  .sort((a, b) => startOrder(a) - startOrder(b) || (a < b ? -1 : 1));

function groupsInOrder() {
  const groups = Map.groupBy(testFiles, groupOf);
  const first = startsFirst.filter((name) => groups.has(name));
  const names = [...new Set([...first, ...groups.keys()])];
  return new Map(names.map((name) => [name, groups.get(name)]));
}

async function runBuiltTests() {
  const { files, remove } = await buildTests(groupsInOrder());
  try {
    return await runTests(files, {
      options: [
        // Tests mostly wait for a server or a terminal.
        `--test-concurrency=${4 * availableParallelism()}`,
        `--test-timeout=${testTimeoutMs}`,
        // Fewer garbage collections: a twelfth less CPU time.
        '--min-semi-space-size=32',
        '--max-semi-space-size=64',
      ],
      // Node parses the maps of all loaded files, which is an eighth of the time of the tests.
      optionsAfterFailure: ['--enable-source-maps'],
      env: environment,
    });
  } finally {
    await remove();
  }
}

/** Runs a command. Resolves with its exit code, after printing its output in one piece. */
function run(command, args, env = { ...process.env, FORCE_COLOR: '0' }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const chunks = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(chunks));
      resolve(code ?? 1);
    });
  });
}

/** Runs a step and prints its result. Resolves with a list that contains the step's name if the step failed. */
async function runStep([name, step]) {
  const started = performance.now();
  const code = await step();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`== ${name}: ${code === 0 ? 'ok' : 'FAILED'} (${seconds} s)\n\n`);
  return code === 0 ? [] : [name];
}

const failed = [];
for (const steps of stages) failed.push(...(await Promise.all(steps.map(runStep))).flat());
removeFolder();
if (failed.length > 0) process.stdout.write(`failed: ${failed.join(', ')}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
