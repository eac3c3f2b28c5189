import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import stringWidth from 'string-width';
import { KubernetesError } from '../../src/kubernetes/error.ts';
import { views } from '../../src/screen/all-views.ts';
import { chooserBox } from '../../src/screen/clusters/chooser-box.ts';
import { dialogBox } from '../../src/screen/dialog/dialog-box.ts';
import { frameLines } from '../../src/screen/draw/frame/frame-lines.ts';
import { type ScrolledText, textBox } from '../../src/screen/draw/frame/text-box.ts';
import { inside, type Size } from '../../src/screen/draw/rectangle.ts';
import { footerRow } from '../../src/screen/footer/footer-row.ts';
import { promptRow } from '../../src/screen/footer/prompt-row.ts';
import { forwardsBox } from '../../src/screen/forwards/forwards-box.ts';
import { headerRows } from '../../src/screen/header/header-rows.ts';
import { drawHelp } from '../../src/screen/help/help-box.ts';
import { newJobPage } from '../../src/screen/job/job-page.ts';
import { overviewTab } from '../../src/screen/job/overview/tab.ts';
import { jobsRows, jobsTitle } from '../../src/screen/jobs/jobs-rows.ts';
import { levelsBox } from '../../src/screen/levels/levels-box.ts';
import { exceptionsBox } from '../../src/screen/logs/exceptions/exceptions-box.ts';
import { logsText } from '../../src/screen/logs/logs-text.ts';
import { logsTitle } from '../../src/screen/logs/logs-title.ts';
import { podsRows, podsTitle } from '../../src/screen/pods/pods-rows.ts';
import { type Chooser, createChooser } from '../../src/screen/state/chooser.ts';
import { layoutOf, paneInside } from '../../src/screen/state/layout.ts';
import type { ScreenState } from '../../src/screen/state/screen-state.ts';
import { shownForwards } from '../../src/screen/state/shown-items.ts';
import type { SessionSnapshot } from '../../src/session/snapshot.ts';
import { fakeSession, podRow, sessionSnapshot } from '../support/session.ts';
import { exampleLayers } from './input/example-layers.ts';
import { screenInMemory } from './screen-in-memory.ts';

const jobPage = newJobPage('a1b2c3d4e5f60718293a4b5c6d7e8f90');

/** The rows that a drawing function returns, and the width of their area. */
type Drawn = { readonly name: string; readonly rows: readonly string[]; readonly width: number };

const initial = screenInMemory().store.getState();
const since = initial.now - 10_000;
const cluster = {
  clusterId: 'a-cluster-whose-name-has-forty-five-letters-ab',
  namespace: 'flink',
  mode: 'session',
  replicas: 1,
  readyReplicas: 1,
  createdAt: since,
  image: 'flink:2.3.0',
  flinkVersion: '2.3.0',
  owner: undefined,
  beingDeletedSince: since,
  finalizers: ['example.com/hold'],
} as const;

function attached(overrides: Partial<SessionSnapshot>): Partial<ScreenState> {
  const snapshot = sessionSnapshot(overrides);
  return { snapshot, session: fakeSession(snapshot) };
}

const unreachable = { state: 'stale', since, nextTryAt: since, reason: 'connect ECONNREFUSED 127.0.0.1:8081' } as const;
const forbidden = new KubernetesError('forbidden', 'pods is forbidden: User "ann" cannot list resource "pods"');
const denied = { state: 'denied', since, error: forbidden } as const;
const { links, watches } = sessionSnapshot();

const states: { readonly [name: string]: Partial<ScreenState> } = {
  'before any data': {},
  'with jobs': attached({}),
  'without jobs': attached({ jobs: [] }),
  'without pods': attached({ pods: [], jobs: [] }),
  'before the first response from Flink': attached({ jobs: undefined, overview: undefined }),
  'without REST': attached({ jobs: undefined, overview: undefined, links: { ...links, rest: unreachable } }),
  'without Kubernetes': attached({ links: { ...links, kubernetes: unreachable } }),
  'without permission to watch pods': attached({ pods: undefined, watches: { ...watches, pods: denied } }),
  'without a TaskManager': attached({
    pods: [podRow({ name: 'my-first-flink-cluster-7d9c8b6f4-x2x9k', role: 'jobmanager' })],
  }),
  'while the cluster is being deleted': attached({
    problems: [{ kind: 'being-deleted', since, finalizers: ['example.com/hold'] }],
  }),
  'scaled to 0': attached({ problems: [{ kind: 'scaled-to-zero' }], pods: [], jobs: undefined }),
  'when the cluster is gone': attached({ presence: 'missing', pods: [], jobs: undefined }),
  'searching for clusters': { stage: { kind: 'picking' }, chooser: createChooser() },
  'choosing a cluster': {
    stage: { kind: 'picking' },
    chooser: createChooser({
      clusters: { state: 'loaded', value: { clusters: [cluster], narrowedTo: 'flink' } },
      filter: 'a',
      notice: { title: 'cannot attach to old', message: 'it is gone', hints: ['Choose another one'] },
    }),
  },
  ...Object.fromEntries(
    Object.entries(exampleLayers).map(([name, layer]) => [name, { ...attached({}), layers: [layer] }]),
  ),
};

const drawnText = (state: ScreenState, text: ScrolledText) =>
  box('a text', textBox(layoutOf(state).body, state.theme, text));

/** Drawing functions of the overlays that are drawn as boxes, by view id. */
const overlays: { readonly [id: string]: (state: ScreenState, own: never) => Drawn } = {
  text: drawnText,
  help: (state, own) => {
    const { rectangle, text } = drawHelp(state, own);
    return box('the help', { rectangle, rows: text.split('\n') });
  },
  exceptions: (state, own) => box('exceptions', exceptionsBox(state, own)),
  forwards: (state, own) => box('forwards', forwardsBox(state, own, shownForwards(state))),
  levels: (state, own) => box('levels', levelsBox(state, own)),
  dialog: (state, own) => {
    const { rectangle, text } = dialogBox(layoutOf(state).body, state.theme, own);
    return box('a dialog', { rectangle, rows: text.split('\n') });
  },
};

function drawnChooser(state: ScreenState, chooser: Chooser): Drawn {
  const { rectangle, text } = chooserBox(state, chooser);
  return box('clusters', { rectangle, rows: text.split('\n') });
}

function box(
  name: string,
  { rectangle, rows }: { readonly rectangle: { readonly width: number }; readonly rows: readonly string[] },
): Drawn {
  return { name, rows, width: rectangle.width - 2 };
}

/** Draws every part of the screen, even parts that are hidden at this size. */
function drawAll(state: ScreenState): readonly Drawn[] {
  const layout = layoutOf(state);
  const { header, prompt, footer, body } = layout;
  const layer = state.layers.at(-1);
  const overlay = layer && overlays[layer.id]?.(state, layer.viewState as never);
  const frames = [podsTitle(state), jobsTitle(state), logsTitle(state)].map((title): Drawn => {
    const { top, bottom } = frameLines(body, title, true, state.theme);
    return { name: `frame of ${title.text}`, rows: [top, bottom], width: Math.max(10, body.width) };
  });
  return [
    { name: 'header', rows: headerRows(state, header.width), width: header.width },
    { name: 'prompt', rows: [promptRow(views, state, prompt.width)], width: prompt.width },
    { name: 'footer', rows: [footerRow(views, state, footer.width)], width: footer.width },
    { name: 'pods', rows: podsRows(state), width: paneInside(state, 'pods').width },
    { name: 'jobs', rows: jobsRows(state), width: paneInside(state, 'jobs').width },
    { name: 'logs', rows: logsText(state).split('\n'), width: paneInside(state, 'logs').width },
    {
      name: 'a job',
      rows: overviewTab.draw(state, jobPage, inside(body)).rows,
      width: Math.max(70, inside(body).width),
    },
    ...(state.chooser === undefined ? [] : [drawnChooser(state, state.chooser)]),
    ...frames,
    ...(overlay === undefined ? [] : [overlay]),
  ];
}

const tiny: readonly Size[] = [0, 1, 2, 3, 4, 5, 20].flatMap((columns) =>
  [0, 1, 2, 5, 15].map((rows) => ({ columns, rows })),
);
const usual: readonly Size[] = [60, 80, 119, 120, 155, 240].flatMap((columns) =>
  [15, 24, 70].map((rows) => ({ columns, rows })),
);

for (const [name, overrides] of Object.entries(states)) {
  const at = (size: Size) =>
    [undefined, 'pods', 'jobs', 'logs'].flatMap((zoomed) =>
      drawAll({
        ...initial,
        ...overrides,
        size,
        isZoomed: zoomed !== undefined,
        focus: (zoomed ?? 'pods') as ScreenState['focus'],
      }),
    );

  test(`${name}: no row is wider than its area at any usual size, zoomed or not`, () => {
    for (const size of usual) {
      for (const { name: view, rows, width } of at(size)) {
        for (const row of rows) {
          const columns = stringWidth(stripVTControlCharacters(row));
          assert.ok(
            columns <= Math.max(0, width),
            `${view} at ${size.columns}x${size.rows}: ${columns} > ${width}: ${row}`,
          );
        }
      }
    }
  });

  test(`${name}: is drawn without an error in tiny terminals`, () => {
    for (const size of tiny) assert.ok(at(size).length > 0);
  });
}
