import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { views } from '../../../src/screen/all-views.ts';
import { activeBindings } from '../../../src/screen/input/active-bindings.ts';
import { dispatch } from '../../../src/screen/input/dispatch.ts';
import type { CommandLine } from '../../../src/screen/state/open/open-command-line.ts';
import type { Layer } from '../../../src/screen/state/screen-state.ts';
import { handMadeSession, podRow, sessionSnapshot } from '../../support/session.ts';
import { screenInMemory } from '../screen-in-memory.ts';
import { exampleLayers, prompt } from './example-layers.ts';

const pods = Array.from({ length: 9 }, (_, index) => podRow({ name: `my-first-flink-cluster-${index}` }));
const loggers = Array.from({ length: 9 }, (_, index) => ({
  name: `org.${index}`,
  level: 'INFO' as const,
  origin: { kind: 'own' as const, line: index },
}));
const { BROWSER: browser } = process.env;

before(() => {
  process.env.BROWSER = 'true';
});
after(() => {
  if (browser === undefined) delete process.env.BROWSER;
  else process.env.BROWSER = browser;
});

/** A session with something in every list; what was copied or left is told with the state. */
async function open() {
  const effects: unknown[] = [];
  const config = { backend: 'log4j' as const, loggers, monitorIntervalSeconds: 30, problems: [] };
  const snapshot = sessionSnapshot({ pods, logging: { config, pending: undefined } });
  const session = handMadeSession(snapshot, {}, { list: async () => [] });
  for (const port of [8081, 9249, 6123])
    await session.connection.forwards.start({
      target: { kind: 'job-manager', port },
      address: '127.0.0.1',
      localPort: 0,
      tryNextPorts: false,
    });
  const screen = screenInMemory({ copy: (text) => effects.push(text), leave: (exit) => effects.push(exit) });
  const { tables } = screen.store.getState();
  screen.store.setState({
    session,
    snapshot: session.store.getState(),
    history: ['list', 'pods', 'status'],
    tables: { ...tables, pods: { ...tables.pods, cursor: pods[4]?.uid, index: 4 } },
  });
  const told = () => {
    const { layers, stage, status, activities, tables: now, focus, logs } = screen.store.getState();
    return { layers, stage, status, activities, tables: now, focus, logs, effects: [...effects] };
  };
  return { screen, session, told };
}

function bindingsOver(layer: Layer) {
  return activeBindings(views, { ...screenInMemory().store.getState(), layers: [layer] });
}

for (const [what, layer] of Object.entries(exampleLayers)) {
  const bindings = bindingsOver(layer);

  test(`over ${what} every key means one thing`, () => {
    const keys = bindings.flatMap((binding) => binding.keys);
    assert.deepEqual(keys, [...new Set(keys)]);
  });

  test(`over ${what} every key that is named does something`, async () => {
    for (const key of bindings.filter(({ run }) => run !== 'typed').flatMap(({ keys }) => keys)) {
      const { screen, session, told } = await open();
      screen.store.setState({ layers: [layer] });
      const earlier = told();
      const taken = dispatch(screen, { name: key, text: '', bytes: '' });
      if (taken !== 'ink') assert.notDeepEqual(told(), earlier, key);
      await session.close();
    }
  });
}

test('every key that the records name was tried', () => {
  const tried = new Set(Object.values(exampleLayers).flatMap(bindingsOver));
  const overlays = views.all.filter(({ kind, id }) => kind === 'overlay' && id !== 'clusters');
  assert.deepEqual(
    overlays.flatMap(({ bindings }) => bindings.filter((binding) => !tried.has(binding))).map(({ action }) => action),
    [],
  );
});

test('over the choice of a cluster every key that is named does something', async () => {
  for (const key of views.get('clusters').bindings.flatMap(({ keys }) => keys)) {
    const { screen, session, told } = await open();
    screen.store.setState({ stage: { kind: 'picking', found: [], narrowedTo: undefined, filter: '' } });
    const earlier = told();
    const taken = dispatch(screen, { name: key, text: '', bytes: '' });
    if (taken !== 'ink') assert.notDeepEqual(told(), earlier, key);
    await session.close();
  }
});

test('what is told of a typed line is text, and is typed', async () => {
  const { screen, session } = await open();
  screen.store.setState({ layers: [prompt('filter', '')] });
  for (const letter of '!~') dispatch(screen, { name: letter, text: letter, bytes: letter });
  const [layer] = screen.store.getState().layers;
  assert.equal((layer?.own as CommandLine | undefined)?.line.text, '!~');
  await session.close();
});
