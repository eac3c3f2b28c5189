import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { views } from '../../../src/screen/all-views.ts';
import { endAct, startAct } from '../../../src/screen/state/acts/record-act.ts';
import { type ToastBox, toastBox } from '../../../src/screen/state/acts/toast-box.ts';
import { layoutOf } from '../../../src/screen/state/layout.ts';
import type { PaneName, ScreenState } from '../../../src/screen/state/screen-state.ts';
import type { ActOutcome } from '../../../src/session/journal/entry.ts';
import { jobOverview, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const large = { columns: 120, rows: 40 };

/** Ends one act with each outcome at the time 0. Returns the state. */
function stateAfter(outcomes: readonly ActOutcome[], size = large): ScreenState {
  const screen = screenInMemory({}, size);
  for (const [id, outcome] of outcomes.entries()) {
    startAct(screen, { id, title: `act ${id}`, line: 'savepoint orders' });
    const end = { outcome, title: `act ${id}`, details: ['a path'], hints: [], lines: [], isPrinted: true };
    endAct(screen, id, { ...end, copy: { what: 'path', text: 'a path' } }, true);
  }
  return screen.store.getState();
}

/** Returns the titles of the shown toasts, `seconds` after their commands ended. */
function shownAfter(seconds: number, outcomes: readonly ActOutcome[], size = large): readonly string[] {
  const box = toastBox(views, { ...stateAfter(outcomes, size), now: seconds * 1000 });
  return [...stripVTControlCharacters(box?.text ?? '').matchAll(/│ (act \d)/g)].map(([, title = '']) => title);
}

test('a toast disappears after 10 s, and a failure after 30 s', () => {
  assert.deepEqual(shownAfter(9, ['done', 'failed']), ['act 0', 'act 1']);
  assert.deepEqual(shownAfter(10, ['done', 'failed']), ['act 1']);
  assert.deepEqual(shownAfter(29, ['done', 'failed']), ['act 1']);
  assert.deepEqual(shownAfter(30, ['done', 'failed', 'partial', 'interrupted']), []);
});

test('a newer toast replaces the oldest: three at most on a large screen, one on a small one', () => {
  const four: readonly ActOutcome[] = ['done', 'done', 'done', 'done'];
  assert.deepEqual(shownAfter(1, four), ['act 1', 'act 2', 'act 3']);
  assert.deepEqual(shownAfter(1, four, { columns: 120, rows: 30 }), ['act 2', 'act 3']);
  assert.deepEqual(shownAfter(1, four, { columns: 80, rows: 24 }), ['act 3']);
});

test('the outcome of a toast is a word, not only a colour', () => {
  const text = (outcome: ActOutcome) => toastBox(views, stateAfter([outcome]))?.text ?? '';
  assert.match(text('done'), /✓ Done/);
  assert.match(text('partial'), /! Partly done/);
  assert.match(text('failed'), /✕ Failed/);
  assert.match(text('interrupted'), /! Interrupted/);
});

test('a screen reader gets one line for each toast', () => {
  const box = toastBox(views, stateAfter(['done', 'failed']));
  assert.equal(box?.spoken, 'done: act 0. a path\nfailed: act 1. a path');
});

test('a screen reader gets the first of many paths and the number of the others', () => {
  const screen = screenInMemory({}, large);
  const details = Array.from({ length: 500 }, (_, index) => `s3://savepoints/${index}`);
  const end = { hints: [], lines: [], copy: undefined, isPrinted: true };
  startAct(screen, { id: 1, title: 'Stop 500 jobs', line: undefined });
  endAct(screen, 1, { ...end, outcome: 'done', title: 'Stopped 500 jobs', details }, true);
  startAct(screen, { id: 2, title: 'Stop 502 jobs', line: undefined });
  const messages = ['orders: locked', 'clicks: locked'];
  const some = { ...end, outcome: 'partial', title: 'Stopped 500 of 502 jobs', hints: ['Run stop again'] } as const;
  endAct(screen, 2, { ...some, messages, details: [messages.join('; '), ...details] }, true);
  const spoken = toastBox(views, screen.store.getState())?.spoken;
  assert.deepEqual(spoken?.split('\n'), [
    'done: Stopped 500 jobs. s3://savepoints/0 and 499 more',
    'partly done: Stopped 500 of 502 jobs. orders: locked and 1 more. s3://savepoints/0 and 499 more. Run stop again',
  ]);
});

const jobs = Array.from({ length: 60 }, (_, index) => jobOverview({ name: `job ${index}`, id: `${index}` }));

/** Returns the place of a toast while this job is under the cursor of the zoomed jobs pane. */
function placeWithCursorOn(index: number): ToastBox['rectangle'] | undefined {
  const state = stateAfter(['done']);
  const table = { ...state.tables.jobs, cursor: `${index}`, index };
  const snapshot = sessionSnapshot({ jobs });
  const zoomed = {
    ...state,
    snapshot,
    focus: 'jobs' as const,
    isZoomed: true,
    tables: { ...state.tables, jobs: table },
  };
  return toastBox(views, zoomed)?.rectangle;
}

test('a toast never covers the row under the cursor', () => {
  for (const index of [0, 20, 30, 31, 32, 59]) {
    const place = placeWithCursorOn(index);
    assert.ok(place !== undefined);
    // Two rows of header, the border and the column titles are above the first of 33 visible jobs.
    const row = 4 + Math.min(index, 32);
    assert.ok(row < place.top || row >= place.top + place.height, `job ${index}: ${JSON.stringify(place)}`);
  }
});

test('a toast is outside the focused pane, and above the footer while an overlay is open', () => {
  const state = stateAfter(['done']);
  const topOf = (focus: PaneName) => toastBox(views, { ...state, focus })?.rectangle.top ?? 0;
  assert.ok(topOf('pods') > 30);
  assert.ok(topOf('jobs') > 30);
  const { panes } = layoutOf(state);
  assert.equal(topOf('logs') + 4, (panes.logs?.top ?? 0) - 1);
  const dialog = { id: 'dialog', viewState: undefined };
  assert.equal(toastBox(views, { ...state, layers: [dialog] }), undefined);
});
