// `npm test` runs every check that needs no cluster, and fails if one of them fails. `npm test -- session logs` also
// runs every check, but only the tests of these folders.
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { buildTests } from './build-tests.mjs';
import { runTests } from './run-tests.mjs';
import { testEnvironment } from './test-environment.mjs';

const folders = process.argv.slice(2);
/** Many times the duration of the slowest file. With this limit, the report names a file that hangs. */
const testTimeoutMs = 60_000;

const { environment, folder, remove: removeFolder } = testEnvironment();
Object.assign(environment, { TMPDIR: folder, FORCE_COLOR: '3', NODE_ENV: 'production' });

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
  ],
  [['tests', runBuiltTests]],
];

/** Folders with the slowest files start first, so that no slow file runs alone at the end. */
const slowFolders = [
  'test/commands/log-level/',
  'test/session/readings/',
  'test/terminal/',
  'test/commands/logs/',
  'test/contributing/',
  'test/shell/',
  'test/screen/',
];

function startOrder(file) {
  const index = slowFolders.findIndex((folder) => file.startsWith(folder));
  return index === -1 ? slowFolders.length : index;
}

const testFiles = readdirSync('test', { recursive: true })
  .map((file) => `test/${file}`)
  .filter((file) => /\.test\.tsx?$/.test(file) && !/^test\/(cluster|soak)\//.test(file))
  .filter((file) => folders.length === 0 || folders.some((folder) => file.startsWith(`test/${folder}/`)))
  .sort((a, b) => startOrder(a) - startOrder(b) || (a < b ? -1 : 1));

/**
 * Folders whose tests share one process. Each of their tests takes milliseconds, and starting a process takes hundreds.
 * Files with slower tests have a process of their own.
 */
const sharedFolders = [
  'test/commands/line/',
  'test/flink/',
  'test/logging-config/',
  'test/logs/intake/',
  'test/logs/view/',
  'test/screen/draw/',
  'test/screen/footer/',
  'test/screen/header/',
  'test/screen/input/',
  'test/screen/job/',
  'test/screen/logs/',
  'test/screen/pods/',
  'test/screen/state/',
  'test/screen/table/',
  'test/screen/theme/',
  'test/session/cluster/',
  'test/session/pods/',
  'test/settings/',
  'test/shell/print/',
  'test/text/',
];

/** Maps a group to its files, in the order in which they start. */
function groupTests(files) {
  const groups = new Map();
  for (const file of files) {
    const folder = sharedFolders.find((shared) => file.startsWith(shared));
    const name = folder === undefined ? file : `${folder}*`;
    groups.set(name, [...(groups.get(name) ?? []), file]);
  }
  return groups;
}

async function runBuiltTests() {
  const { files, compileCache, remove } = await buildTests(groupTests(testFiles));
  try {
    return await runTests(files, {
      options: [
        '--enable-source-maps',
        // Tests mostly wait for a server or a terminal.
        `--test-concurrency=${4 * availableParallelism()}`,
        `--test-timeout=${testTimeoutMs}`,
      ],
      env: { ...environment, NODE_COMPILE_CACHE: compileCache },
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
