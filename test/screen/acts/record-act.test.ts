import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exitReport } from '../../../src/screen/state/acts/exit-report.ts';
import { endAct, startAct } from '../../../src/screen/state/acts/record-act.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const result = { outcome: 'done', hints: [], lines: [], copy: undefined } as const;

function openActs() {
  const screen = screenInMemory();
  const start = (id: number) => startAct(screen, { id, title: `act ${id}`, line: undefined });
  const run = (id: number, isPrinted: boolean) => {
    start(id);
    endAct(screen, id, { ...result, title: `act ${id}`, details: [`path ${id}`], isPrinted }, false);
  };
  return { screen, start, run, titles: () => screen.store.getState().acts.map(({ title }) => title) };
}

test('only the newest 200 acts are kept', () => {
  const { run, titles } = openActs();
  for (let id = 0; id <= 200; id += 1) run(id, false);
  assert.deepEqual([titles().length, titles()[0]], [200, 'act 1']);
});

test('the exit report lists a savepoint and a running act stays, however many acts follow', () => {
  const { screen, start, run, titles } = openActs();
  run(0, true);
  start(1);
  for (let id = 2; id < 300; id += 1) run(id, false);
  assert.deepEqual(titles().slice(0, 3), ['act 0', 'act 1', 'act 102']);
  assert.equal(titles().length, 200);
  const report = exitReport(screen.store.getState(), { exitCode: 0, lines: [] });
  assert.deepEqual(report, [{ kind: 'done', text: 'act 0', details: ['path 0'] }]);
});

test('no savepoint is dropped, even if there are more than 200', () => {
  const { screen, run } = openActs();
  for (let id = 0; id < 250; id += 1) run(id, true);
  assert.equal(exitReport(screen.store.getState(), { exitCode: 0, lines: [] }).length, 250);
});
