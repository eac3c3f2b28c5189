import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { jobsRows } from '../../../src/screen/jobs/jobs-rows.ts';
import { podsRows } from '../../../src/screen/pods/pods-rows.ts';
import { jobOverview, podRow, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';

const clusterId = 'flink-analytics-eu-central-1-production-blue1';
const taskManagers = [1, 2, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 100, 1000];
const podNames = [
  `${clusterId}-5f6d8c9b7d-x2x9k`,
  `${clusterId}-5f6d8c9b7d-q8w7z`,
  ...taskManagers.map((number) => `${clusterId}-taskmanager-1-${number}`),
  ...taskManagers.map((number) => `${clusterId}-taskmanager-12-${number}`),
  // Pods whose names do not start with the cluster-id.
  ...taskManagers.map((number) => `another-${clusterId}-taskmanager-1-${number}`),
];
const jobNames = [
  'TopSpeedWindowing',
  'insert-into_default_catalog.default_database.orders_enriched',
  'insert-into_default_catalog.default_database.orders_raw',
  'insert-into_default_catalog.default_database.order_items_enriched',
  'orders-eu-central-1-daily-rollup-of-all-shops-into-the-warehouse',
  'orders-us-central-1-daily-rollup-of-all-shops-into-the-warehouse',
  'orders-ap-central-1-daily-rollup-of-all-shops-into-the-warehouse',
  ...Array.from({ length: 20 }, (_, shard) => `com.example.pipelines.ClickstreamSessionization (shard ${shard} of 20)`),
  `${'x'.repeat(90)}-a-${'y'.repeat(90)}`,
  `${'x'.repeat(90)}-b-${'y'.repeat(90)}`,
];

const snapshot = sessionSnapshot({
  clusterId,
  pods: podNames.map((name) => podRow({ name, reason: '1 of 1 slot in use' })),
  jobs: jobNames.map((name, index) => jobOverview({ name, id: String(index).padStart(32, '0') })),
});
const widths = Array.from({ length: 181 }, (_, index) => 60 + index);

/** Returns the titles and all rows of a pane in a terminal of this width. */
function paneAt(columns: number, rowsOf: typeof podsRows) {
  const focus = rowsOf === podsRows ? 'pods' : 'jobs';
  const size = { columns, rows: 400 };
  const [titles = '', ...rows] = rowsOf({ ...screenInMemory({}, size).store.getState(), snapshot, focus });
  return { titles: stripVTControlCharacters(titles), rows: rows.map(stripVTControlCharacters) };
}

const titlesOf = (titles: string) =>
  titles
    .trim()
    .split(/ {2,}| (?=[A-Z]{2}|5)/)
    .join(' ')
    // A short and a long title of the same column.
    .replace(/LAST 10 MIN|5 MIN/, 'MINUTES')
    .replace(/RESTARTS|RST/, 'RESTARTS')
    .split(/ +/);

for (const [pane, rowsOf, first] of [
  ['pods', podsRows, ['NAME', 'STATUS', 'SLOTS', 'AGE']],
  ['jobs', jobsRows, ['NAME', 'HEALTH', 'STATE']],
] as const) {
  test(`a wider terminal never shows fewer columns of the ${pane}`, () => {
    let narrower: readonly string[] = first;
    for (const width of widths) {
      const titles = titlesOf(paneAt(width, rowsOf).titles);
      for (const title of narrower) assert.ok(titles.includes(title), `${title} at ${width} columns: ${titles}`);
      narrower = titles;
    }
  });

  test(`no two names of ${pane} look the same at any width`, () => {
    for (const width of widths) {
      const { titles, rows } = paneAt(width, rowsOf);
      const names = rows.map((row) => row.slice(2, titles.search(/HEALTH|STATUS/)).trim());
      const duplicates = names.filter((name, index) => names.indexOf(name) !== index);
      assert.deepEqual(duplicates, [], `at ${width} columns`);
    }
  });
}

test('shows the whole name of a TaskManager with a number up to 1000', () => {
  for (const width of widths) {
    const { rows } = paneAt(width, podsRows);
    for (const number of taskManagers)
      assert.ok(
        rows.some((row) => new RegExp(`^..taskmanager-1-${number} `).test(row)),
        `${number} at ${width}`,
      );
  }
});

test('the tables at width 120 have every column that they have at width 100', () => {
  for (const rowsOf of [podsRows, jobsRows])
    for (const title of titlesOf(paneAt(100, rowsOf).titles))
      assert.ok(titlesOf(paneAt(120, rowsOf).titles).includes(title), title);
});
