// Runs test files with node:test, which ignores a file that crashes or exits before it reports its tests. This module
// fails the run in that case.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const siblingPath = (file) => fileURLToPath(new URL(file, import.meta.url));

/**
 * Resolves with 0 if every test of every file was reported and passed. `files` maps display names to the files to run,
 * and `options` are additional options for node. Files that fail run once more with `optionsAfterFailure`, only to say more
 * about the failure.
 */
export async function runTests(files, { options, optionsAfterFailure = [], env }) {
  const folder = mkdtempSync(join(tmpdir(), 'flink-tui-report-'));
  const report = join(folder, 'report.jsonl');
  try {
    const code = await run(
      [
        '--test',
        '--test-reporter=spec',
        '--test-reporter-destination=stdout',
        `--test-reporter=${siblingPath('report-files.mjs')}`,
        `--test-reporter-destination=${report}`,
        // --test-force-exit is no alternative: it truncates reports.
        `--import=${siblingPath('open-handles.mjs')}`,
        ...options,
        ...files.values(),
      ],
      env,
    );
    const missing = missingReports(files, report);
    for (const message of missing) process.stdout.write(`missing report: ${message}\n`);
    const failed = failedFiles(files, report);
    if (failed.length > 0 && optionsAfterFailure.length > 0) {
      process.stdout.write('\nThe files that failed, once more with positions in the source:\n');
      await run(['--test', '--test-reporter=spec', ...options, ...optionsAfterFailure, ...failed], env);
    }
    for (const message of failedTests(report)) process.stdout.write(`failed test: ${message}\n`);
    return missing.length === 0 ? code : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(args, env) {
  return new Promise((done) => {
    spawn('node', args, { stdio: 'inherit', env }).on('close', (code) => done(code ?? 1));
  });
}

const readReport = (report) =>
  readFileSync(report, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** The end of the output names the tests that failed, because a file that runs once more may pass. */
const failedTests = (report) =>
  readReport(report).flatMap(({ failed, reason }) => (failed ? [`${failed}: ${reason.split('\n', 3).join(' ')}`] : []));

const readSummaries = (report) => readReport(report).filter(({ tests }) => tests !== undefined);

function failedFiles(files, report) {
  const passed = new Set(readSummaries(report).flatMap(({ file, success }) => (success ? [file] : [])));
  return [...files.values()].filter((file) => !passed.has(resolve(file)));
}

function missingReports(files, report) {
  const counts = new Map(readSummaries(report).map(({ file, tests }) => [file, tests]));
  const countOf = (file) => counts.get(resolve(file)) ?? 0;
  const unreported = [...files].filter(([, file]) => countOf(file) === 0);
  const defined = [...files.values()].reduce((sum, file) => sum + countOf(file), 0);
  const reported = counts.get(undefined) ?? 0;
  return [
    ...unreported.map(([name]) => `${name} did not report its tests`),
    ...(reported === defined ? [] : [`${reported} tests were reported, but the files define ${defined}`]),
  ];
}
