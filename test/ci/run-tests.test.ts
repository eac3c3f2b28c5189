import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../support/temporary-folder.ts';

const passing = "test('passes', () => {});";

/** Runs a test file with this code in the same way as `npm test`. */
async function runFile(
  context: TestContext,
  code: string,
): Promise<{ readonly exitCode: number; readonly output: string }> {
  const file = join(await temporaryFolder(context), 'example.test.mjs');
  writeFileSync(file, `import { after, test } from 'node:test'; import { createServer } from 'node:net';\n${code}`);
  const script = `
    import { runTests } from './.ci/run-tests.mjs';
    process.exitCode = await runTests(new Map([['the example', ${JSON.stringify(file)}]]), { options: [], env: process.env });`;
  return new Promise((resolve) => {
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    const options = { env: { ...env, OPEN_HANDLES_TIMEOUT_MS: '500' } };
    execFile(process.execPath, ['--input-type=module', '-e', script], options, (error, output, errors) => {
      resolve({ exitCode: Number(error?.code ?? 0), output: output + errors });
    });
  });
}

test('the run passes if every test is reported', async (context) => {
  const { exitCode, output } = await runFile(context, passing);
  assert.equal(exitCode, 0, output);
});

test('the run fails if a file has no tests', async (context) => {
  const { exitCode, output } = await runFile(context, '');
  assert.match(output, /^missing report: the example did not report its tests$/m);
  assert.equal(exitCode, 1);
});

test('the run fails if a file exits with 0 before its last test', async (context) => {
  const { exitCode, output } = await runFile(context, `${passing} test('exits', () => process.exit(0)); ${passing}`);
  assert.match(output, /^missing report: the example did not report its tests$/m);
  assert.equal(exitCode, 1);
});

test('the run fails if handles are open after the last test, and the output names the handles', async (context) => {
  const { exitCode, output } = await runFile(context, "test('leaks', () => { createServer().listen(0); });");
  assert.match(output, /open handles after the last test: .*TCPServerWrap/);
  assert.equal(exitCode, 1);
});

test('after-hooks have time to close open handles', async (context) => {
  const closing = 'after(() => new Promise((closed) => { setTimeout(() => server.close(closed), 1500); }));';
  const code = `const server = createServer(); ${closing} test('opens', (t, done) => { server.listen(0, done); });`;
  const { exitCode, output } = await runFile(context, code);
  assert.equal(exitCode, 0, output);
});

test('the end of the output names the tests that failed', async (context) => {
  const code = `${passing} test('fails', () => { throw new Error('the reason'); });`;
  const { exitCode, output } = await runFile(context, code);
  assert.match(output, /\nfailed test: fails: the reason\n$/);
  assert.equal(exitCode, 1);
});
