import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { views } from '../../../src/screen/all-views.ts';
import { loadChooserCode } from '../../../src/screen/clusters/prepare-chooser.ts';
import { activeBindings } from '../../../src/screen/input/active-bindings.ts';
import { dispatch } from '../../../src/screen/input/dispatch.ts';
import { newJobPage } from '../../../src/screen/job/job-page.ts';
import { loadParts } from '../../../src/screen/job/metrics/load-parts.ts';
import { loadParts as loadPalette } from '../../../src/screen/palette/load-parts.ts';
import { createChooser } from '../../../src/screen/state/chooser.ts';
import type { CommandLine } from '../../../src/screen/state/open/open-command-line.ts';
import type { Layer, ScreenState } from '../../../src/screen/state/screen-state.ts';
import { metricIds } from '../../../src/session/readings/flink-readings.ts';
import { foundCluster } from '../../support/clusters.ts';
import { fakeSession, podRow, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';
import { exampleHistories, exampleLayers, prompt } from './example-layers.ts';

const pods = Array.from({ length: 9 }, (_, index) => podRow({ name: `my-first-flink-cluster-${index}` }));
const loggers = Array.from({ length: 9 }, (_, index) => ({
  name: `org.${index}`,
  level: 'INFO' as const,
  origin: { kind: 'own' as const, line: index },
}));
const acts = Array.from({ length: 9 }, (_, id) => ({
  id,
  title: `act ${id}`,
  line: `cancel ${id}`,
  startedAt: 0,
  end: undefined,
}));
const found = ['a', 'b', 'c'].map((clusterId) => foundCluster({ clusterId }));
/** With the cursor on the second one. */
const threeClusters = createChooser({
  clusters: { state: 'loaded', value: { clusters: found, narrowedTo: undefined } },
  cursor: 'flink/b',
});
const { BROWSER: browser } = process.env;

before(async () => {
  await loadParts(screenInMemory());
  await loadChooserCode();
  await loadPalette();
  process.env.BROWSER = 'true';
});
after(() => {
  if (browser === undefined) delete process.env.BROWSER;
  else process.env.BROWSER = browser;
});

/** Creates a screen with items in every list. `effects` records copied texts and the exit of the screen. */
async function open() {
  const effects: unknown[] = [];
  const config = { backend: 'log4j' as const, loggers, monitorIntervalSeconds: 30, problems: [] };
  const snapshot = sessionSnapshot({ pods, logging: { config, pending: undefined } });
  const session = fakeSession(snapshot, {}, { list: async () => [] });
  for (const port of [8081, 9249, 6123])
    await session.connection.forwards.start({
      target: { kind: 'job-manager', port },
      address: '127.0.0.1',
      localPort: 0,
      tryNextPorts: false,
    });
  const screen = screenInMemory({ copy: (text) => effects.push(text), exit: (exit) => effects.push(exit) });
  const { tables } = screen.store.getState();
  screen.store.setState({
    session,
    snapshot: session.store.getState(),
    acts,
    histories: exampleHistories,
    tables: { ...tables, pods: { ...tables.pods, cursor: pods[4]?.uid, index: 4 } },
  });
  const stateAndEffects = () => {
    const {
      layers,
      stage,
      chooser,
      status,
      activities,
      tables: now,
      focus,
      logs,
      metricCharts,
    } = screen.store.getState();
    return {
      layers,
      stage,
      chooser,
      status,
      activities,
      tables: now,
      focus,
      logs,
      metricCharts,
      effects: [...effects],
    };
  };
  return { screen, session, stateAndEffects };
}

/** The tab below the search of metrics, with the ids of the job's metrics. */
function metricsPage(): Partial<ScreenState> {
  const [job] = sessionSnapshot().jobs ?? [];
  const jobId = job?.id ?? '';
  const viewState = { ...newJobPage(jobId), tab: 'metrics' };
  const value = Array.from({ length: 40 }, (_, index) => `num${index}`);
  const ids = metricIds({ kind: 'job', jobId });
  const readings = new Map([[ids.key, { value, readAt: Date.now(), failure: undefined }]]);
  return { snapshot: sessionSnapshot({ readings }), page: { id: 'job', jobId, viewState, below: undefined } };
}

function bindingsOver(layer: Layer) {
  return activeBindings(views, { ...screenInMemory().store.getState(), layers: [layer] });
}

for (const [name, layer] of Object.entries(exampleLayers)) {
  const bindings = bindingsOver(layer);

  test(`over ${name} every key has one binding`, () => {
    const keys = bindings.flatMap((binding) => binding.keys);
    assert.deepEqual(keys, [...new Set(keys)]);
  });

  test(`over ${name} every listed key has an effect`, async () => {
    for (const key of bindings.filter(({ run }) => run !== 'typed').flatMap(({ keys }) => keys)) {
      const { screen, session, stateAndEffects } = await open();
      screen.store.setState({ layers: [layer], ...(layer.id === 'metric-search' ? metricsPage() : {}) });
      const stateBefore = stateAndEffects();
      const handling = dispatch(screen, { name: key, text: '', bytes: '' });
      if (handling === 'handled') assert.notDeepEqual(stateAndEffects(), stateBefore, key);
      await session.close();
    }
  });
}

test('the examples cover every binding of the overlays', () => {
  const covered = new Set(Object.values(exampleLayers).flatMap(bindingsOver));
  const overlays = views.all.filter(({ kind, id }) => kind === 'overlay' && id !== 'clusters');
  assert.deepEqual(
    overlays.flatMap(({ bindings }) => bindings.filter((binding) => !covered.has(binding))).map(({ action }) => action),
    [],
  );
});

test('in the cluster picker every listed key has an effect', async () => {
  for (const key of views.get('clusters').bindings.flatMap(({ keys }) => keys)) {
    const { screen, session, stateAndEffects } = await open();
    screen.store.setState({ stage: { kind: 'picking' }, chooser: threeClusters });
    const stateBefore = stateAndEffects();
    const handling = dispatch(screen, { name: key, text: '', bytes: '' });
    if (handling === 'handled') assert.notDeepEqual(stateAndEffects(), stateBefore, key);
    await session.close();
  }
});

test('special characters of a prompt are inserted as text', async () => {
  const { screen, session } = await open();
  screen.store.setState({ layers: [prompt('filter', '')] });
  for (const letter of '!~') dispatch(screen, { name: letter, text: letter, bytes: letter });
  const [layer] = screen.store.getState().layers;
  assert.equal((layer?.viewState as CommandLine | undefined)?.line.text, '!~');
  await session.close();
});
