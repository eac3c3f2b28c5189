import * as v from 'valibot';
import type { Screen } from '../screen.ts';
import { layoutModes } from './layout-mode.ts';
import type { PaneSizes } from './pane-sizes.ts';

const name = 'pane-sizes.json';
const rows = v.pipe(v.number(), v.integer(), v.minValue(-200), v.maxValue(200));
const panes = v.partial(v.object({ pods: rows, jobs: rows, logs: rows }));
const storedSizes = v.pipe(v.string(), v.parseJson(), v.record(v.picklist(layoutModes), panes));

/** Restores the pane sizes of the previous run, and stores every change. */
export async function rememberPaneSizes({ local, store, signal }: Screen): Promise<void> {
  if (local === undefined) return;
  const parsed = v.safeParse(storedSizes, (await local.read(name)) ?? '{}');
  if (signal.aborted) return;
  if (parsed.success) store.setState({ paneSizes: parsed.output as PaneSizes });
  let pendingWrite: Promise<unknown> = Promise.resolve();
  const unsubscribe = store.subscribe(({ paneSizes }, previous) => {
    if (paneSizes === previous.paneSizes) return;
    const text = Object.keys(paneSizes).length === 0 ? undefined : `${JSON.stringify(paneSizes)}\n`;
    pendingWrite = pendingWrite.then(() => local.write(name, text));
  });
  signal.addEventListener('abort', unsubscribe);
}
