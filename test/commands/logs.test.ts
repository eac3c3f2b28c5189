import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseLine } from '../../src/commands/parse.ts';
import { withSession } from './session-under-test.ts';

test('one pod as it is, several with their names, the newest lines only', () =>
  withSession({}, async ({ demo, run, runningJob }) => {
    await runningJob('steady');
    const one = await run('logs taskmanager-1-1 --tail 3');
    assert.equal(one.text.split('\n').length - 1, 3);
    assert.match(one.text, /^\d{4}-\d\d-\d\d /);
    const all = await run('logs --tail 2');
    const prefixes = new Set(
      all.text
        .trimEnd()
        .split('\n')
        .map((line) => /^\[(\S+)\] /.exec(line)?.[1]),
    );
    assert.ok(prefixes.size >= 2 && !prefixes.has(undefined), [...prefixes].join());
    assert.ok(prefixes.has(`${demo.clusterId}-taskmanager-1-1`));
  }));

test('a pod that is not there is refused with the nearest', () =>
  withSession({}, async ({ demo, refusal }) => {
    const refused = await refusal(`logs ${demo.clusterId}-taskmanager-9-9`);
    assert.equal(refused.exitCode, 3);
  }));

test('followed pods come together, line by line, until the person has enough', () =>
  withSession({}, async ({ demo, connection, runningJob }) => {
    await runningJob('steady');
    const parsed = parseLine('logs --follow');
    assert.ok(parsed);
    const enough = new AbortController();
    const services = { connection, snapshot: undefined, now: Date.now };
    const plan = await parsed.command.plan(services, parsed.input, enough.signal);
    const running = parsed.command.run(services, plan, enough.signal);
    const seen = new Set<string | undefined>();
    const reason = new Error('enough');
    await assert.rejects(async () => {
      for await (const step of running) {
        assert.equal(step.kind, 'bytes');
        const text = step.kind === 'bytes' ? Buffer.from(step.chunk).toString() : '';
        assert.ok(text.endsWith('\n'), 'a line was cut');
        for (const line of text.trimEnd().split('\n')) seen.add(/^\[(\S+)\] /.exec(line)?.[1]);
        if (seen.size === 2) enough.abort(reason);
      }
    }, reason);
    assert.ok(seen.has(`${demo.clusterId}-taskmanager-1-1`) && !seen.has(undefined), [...seen].join());
  }));

test('a log that is not there is told for each pod, and is a failure', () =>
  withSession({}, async ({ run, runningJob }) => {
    await runningJob('steady');
    const { text, failure, steps } = await run('logs --previous');
    assert.equal(text, '');
    assert.equal(steps.length, 2);
    assert.match(failure?.message ?? '', /^\S+, \S+: there is no earlier log: the container was not started again$/);
    assert.equal(failure?.exitCode, 3);
  }));
