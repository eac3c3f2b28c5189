// Runs test files with node:test, and notices what it does not: a test file that dies, or exits before its report is out,
// fails nothing by itself.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * Resolves with 0 if every test of every file was reported and passed. `files`: what is run, by the name that a person
 * knows it by; `options`: more of node's.
 */
export async function runTests(files, { options, env }) {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-report-'));
  const report = join(folder, 'report.jsonl');
  try {
    const code = await run(
      [
        '--test',
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        `--test-reporter=${beside('report-files.mjs')}`,
        `--test-reporter-destination=${report}`,
        // Not --test-force-exit, which cuts reports short.
        `--import=${beside('left-open.mjs')}`,
        ...options,
        ...files.values(),
      ],
      env,
    );
    const lost = lostTests(files, report);
    for (const loss of lost) process.stdout.write(`lost: ${loss}\n`);
    return lost.length === 0 ? code : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args, env) {
  return new Promise((done) => {
    spawn('node', args, { stdio: 'inherit', env }).on('close', (code) => done(code ?? 1));
  });
}

function lostTests(files, report) {
  const lines = readFileSync(report, 'utf8').split('\n').filter(Boolean);
  const counts = new Map(lines.map((line) => JSON.parse(line)).map(({ file, tests }) => [file, tests]));
  const countOf = (file) => counts.get(resolve(file)) ?? 0;
  const silent = [...files].filter(([, file]) => countOf(file) === 0);
  const defined = [...files.values()].reduce((sum, file) => sum + countOf(file), 0);
  const reported = counts.get(undefined) ?? 0;
  return [
    ...silent.map(([name]) => `${name} did not report its tests`),
    ...(reported === defined ? [] : [`${reported} tests were reported, but their files define ${defined}`]),
  ];
}
