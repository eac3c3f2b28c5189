import { printable } from '../../text/printable.ts';
import { attentionOf } from '../state/attention.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Saves and restores the title (XTWINOPS 22 and 23). Terminals that cannot do this keep the last title. */
const saveTitle = '\x1b[22;0t';
const restoreTitle = '\x1b[23;0t';

/** Shows the cluster and what needs attention as the title of the terminal. Returns a function that restores it. */
export function showTitle({ store, terminal }: Screen, stdout: NodeJS.WriteStream): () => void {
  let shown = '';
  const update = (state: ScreenState) => {
    const title = titleOf(state);
    // A shell in a pod has a title of its own.
    if (title === shown || terminal.isLent()) return;
    shown = title;
    stdout.write(`\x1b]2;${printable(title)}\x07`);
  };
  stdout.write(saveTitle);
  update(store.getState());
  const stop = store.subscribe((state, before) => {
    if (state.snapshot !== before.snapshot || state.stage !== before.stage) update(state);
  });
  return () => {
    stop();
    stdout.write(`\x1b]2;\x07${restoreTitle}`);
  };
}

/** `2 sick · my-cluster · flink-tui`: the most important part first, because a tab is narrow. */
function titleOf(state: ScreenState): string {
  const { stage, banner } = state;
  const { jobs, pods } = attentionOf(state);
  const sick = jobs.length + pods.length;
  const cluster = stage.kind === 'attached' ? [stage.target.clusterId] : [];
  return [
    ...(sick === 0 ? [] : [`${sick} sick`]),
    ...cluster,
    ...(banner === undefined ? [] : [banner]),
    'flink-tui',
  ].join(' · ');
}
