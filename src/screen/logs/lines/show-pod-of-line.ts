import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { lineUnderCursor } from '../log-page.ts';

/** Opens the page of the pod that has written the line under the cursor. */
export function showPodOfLine(screen: Screen): void {
  const state = screen.store.getState();
  const lineId = lineUnderCursor(state);
  const name = lineId && state.session?.logs.source(lineId.key)?.pod;
  // The key of a log starts with the uid of its pod.
  const uid = lineId?.key.split('/')[0];
  const pod = state.snapshot?.pods?.find((row) => row.uid === uid);
  if (pod === undefined) showMessage(screen, `${name ?? 'the pod'} is no longer listed`, 'warning');
  else screen.views.get('pod').showAt?.(screen, { viewId: 'pod', uid: pod.uid, at: screen.now() });
}
