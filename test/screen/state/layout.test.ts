import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Rectangle, Size } from '../../../src/screen/draw/rectangle.ts';
import { isTooSmall } from '../../../src/screen/draw/too-small-rows.ts';
import { computeLayout, type Layout, type LayoutInput } from '../../../src/screen/state/panes/compute-layout.ts';
import { layoutModes } from '../../../src/screen/state/panes/layout-mode.ts';
import type { PaneSizes } from '../../../src/screen/state/panes/pane-sizes.ts';
import { paneNames } from '../../../src/screen/state/screen-state.ts';

const counts = { pods: 6, jobs: 5 };

function layoutAt(columns: number, rows: number, input: Partial<LayoutInput> = {}): Layout {
  return computeLayout({ size: { columns, rows }, focus: 'pods', isZoomed: false, counts, sizes: {}, ...input });
}

const heightsOf = ({ panes: { pods, jobs, logs } }: Layout) => [pods?.height, jobs?.height, logs?.height];

/** Every second width, and heights around all limits. */
const sizes: readonly Size[] = Array.from({ length: 101 }, (_, index) => 60 + 2 * index).flatMap((columns) =>
  [15, 17, 18, 20, 24, 29, 30, 40, 60, 70].map((rows) => ({ columns, rows })),
);
const otherCounts = [
  { pods: 0, jobs: 0 },
  { pods: 1, jobs: 40 },
  { pods: 1000, jobs: 500 },
] as const;
const userSizes: readonly PaneSizes[] = [
  {},
  ...[-200, -4, 6, 200].flatMap((rows) =>
    paneNames.map((pane) => Object.fromEntries(layoutModes.map((mode) => [mode, { [pane]: rows }]))),
  ),
];

for (const focus of paneNames) {
  test(`every cell belongs to exactly one area at every size, with the focus on ${focus}`, () => {
    for (const size of sizes)
      for (const some of [counts, ...otherCounts])
        for (const sizes of userSizes) {
          const { header, tabs, panes, details, prompt, footer } = layoutAt(size.columns, size.rows, {
            focus,
            counts: some,
            sizes,
          });
          const areas = [header, tabs, ...Object.values(panes), details, prompt, footer];
          assertTiles(
            areas.filter((area) => area !== undefined),
            size,
          );
        }
  });

  test(`no pane is lower than three rows, and ${focus} with the focus is visible at every size`, () => {
    for (const { columns, rows } of sizes)
      for (const some of [counts, ...otherCounts])
        for (const sizes of userSizes) {
          const { panes } = layoutAt(columns, rows, { focus, counts: some, sizes });
          for (const pane of Object.values(panes)) assert.ok(pane.height >= 3, `${columns}x${rows}`);
          assert.ok(panes[focus] !== undefined);
        }
  });
}

test('a narrow or low terminal shows only the focused pane, below a row with all panes', () => {
  for (const [columns, rows] of [
    [60, 15],
    [79, 50],
    [200, 17],
  ] as const) {
    const { panes, tabs, body } = layoutAt(columns, rows, { focus: 'jobs' });
    assert.deepEqual(panes, { jobs: body });
    assert.equal(tabs?.height, 1);
  }
});

test('at 80x24 the focused pane shows all its items, and the others stay visible', () => {
  assert.deepEqual(heightsOf(layoutAt(80, 24, { focus: 'pods' })), [9, 5, 6]);
  assert.deepEqual(heightsOf(layoutAt(80, 24, { focus: 'jobs' })), [5, 8, 7]);
  assert.deepEqual(heightsOf(layoutAt(80, 24, { focus: 'logs' })), [4, 4, 12]);
  assert.deepEqual(heightsOf(layoutAt(80, 24, { focus: 'pods', counts: { pods: 100, jobs: 5 } })), [11, 4, 5]);
});

test('at 120x40 tables are as high as their items, and the focus moves no pane', () => {
  for (const focus of paneNames) assert.deepEqual(heightsOf(layoutAt(120, 40, { focus })), [9, 8, 19]);
  assert.deepEqual(heightsOf(layoutAt(120, 40, { counts: { pods: 0, jobs: 0 } })), [6, 6, 24]);
});

test('two long tables share 60 % of the height, and a short one leaves its share to the other', () => {
  assert.deepEqual(heightsOf(layoutAt(120, 54, { counts: { pods: 100, jobs: 100 } })), [15, 15, 20]);
  assert.deepEqual(heightsOf(layoutAt(120, 54, { counts: { pods: 100, jobs: 2 } })), [24, 6, 20]);
});

test('pods and jobs are side by side from 154 columns, each with the same height', () => {
  assert.equal(layoutAt(153, 40).panes.jobs?.left, 0);
  const { pods, jobs, logs } = layoutAt(154, 40).panes;
  assert.deepEqual([pods?.width, jobs?.width, logs?.width], [78, 76, 154]);
  assert.deepEqual([pods?.height, jobs?.height], [9, 9]);
});

test('a wide terminal has details of at least 46 columns, and pods and jobs keep their width', () => {
  assert.equal(layoutAt(199, 60).details, undefined);
  for (let columns = 200; columns <= 300; columns += 1) {
    const { details, panes } = layoutAt(columns, 60);
    assert.ok((details?.width ?? 0) >= 46);
    assert.ok((panes.pods?.width ?? 0) >= 78 && (panes.jobs?.width ?? 0) >= 76, `${columns}`);
  }
});

test('a zoomed pane fills the body and hides the other panes and the details', () => {
  for (const columns of [80, 240]) {
    const { panes, body, details } = layoutAt(columns, 24, { focus: 'logs', isZoomed: true });
    assert.deepEqual(panes, { logs: body });
    assert.equal(details, undefined);
  }
});

test('a size set by the user changes its pane in its layout only', () => {
  const sizes: PaneSizes = { stacked: { pods: 4, logs: -2 }, accordion: { logs: 2 } };
  assert.deepEqual(heightsOf(layoutAt(120, 40, { sizes })), [13, 10, 13]);
  assert.deepEqual(heightsOf(layoutAt(80, 24, { sizes, focus: 'logs' })), [3, 3, 14]);
  assert.deepEqual(heightsOf(layoutAt(80, 24, { sizes, focus: 'pods' })), [9, 5, 6]);
  assert.deepEqual(heightsOf(layoutAt(154, 40, { sizes })), heightsOf(layoutAt(154, 40)));
});

test('a terminal below 60x15 is too small', () => {
  assert.equal(isTooSmall({ columns: 60, rows: 15 }), false);
  assert.equal(isTooSmall({ columns: 59, rows: 15 }), true);
  assert.equal(isTooSmall({ columns: 60, rows: 14 }), true);
});

/** Asserts that the areas cover all cells, none twice. With an equal total size and no overlap, no cell is left. */
function assertTiles(areas: readonly Rectangle[], { columns, rows }: Size): void {
  const at = `${columns}x${rows}`;
  for (const { left, top, width, height } of areas)
    assert.ok(left >= 0 && top >= 0 && left + width <= columns && top + height <= rows, `inside ${at}`);
  const cells = areas.reduce((sum, { width, height }) => sum + width * height, 0);
  assert.equal(cells, columns * rows, at);
  for (const [index, area] of areas.entries())
    for (const other of areas.slice(index + 1)) assert.ok(!overlap(area, other), `overlap at ${at}`);
}

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.left < b.left + b.width && b.left < a.left + a.width && a.top < b.top + b.height && b.top < a.top + a.height;
}
