import { describeError } from '../../../commands/record/describe-error.ts';
import { restartedContainer } from '../../../session/pods/detail/restarted-container.ts';
import type { PodRow } from '../../../session/snapshot.ts';
import { textBox } from '../../draw/frame/text-box.ts';
import { openLayer } from '../layers.ts';
import { layoutOf } from '../layout.ts';
import { endActivity, startActivity } from '../run/activities.ts';
import type { Screen } from '../screen.ts';
import type { ScreenState } from '../screen-state.ts';
import { type ShownText, showFailure } from './show-text.ts';

const maxLines = 2000;
const maxBytes = 4 * 2 ** 20;

/** Returns true, or the reason why a pod has no log of a previous run. */
export function hasPreviousLog({ snapshot }: ScreenState, row: PodRow | undefined): true | string {
  if (row === undefined) return 'no pod under the cursor';
  if (row.goneAt !== undefined) return 'the pod is gone: the API server no longer has its logs';
  const pod = snapshot?.podObjects.get(row.uid);
  return pod !== undefined && restartedContainer(pod) !== undefined ? true : 'no container of the pod has restarted';
}

/** Shows the log of the run before the last restart of a container, from its end. */
export async function showPreviousLog(screen: Screen, row: PodRow): Promise<void> {
  const { session, snapshot } = screen.store.getState();
  const pod = snapshot?.podObjects.get(row.uid);
  const container = pod && restartedContainer(pod);
  if (session === undefined) return;
  const title = `Previous log of ${row.name}`;
  const activity = startActivity(screen, { kind: 'running', title, step: 'reading' });
  const { kubernetes, target } = session.connection;
  const options = { namespace: target.namespace, pod: row.name, container, previous: true, tailLines: maxLines };
  try {
    const lines = await readLines(await kubernetes.podLog(options, screen.signal));
    if (screen.signal.aborted) return;
    const rows = (lines.length === 0 ? ['The log is empty'] : lines).map((text) => ({ text }));
    const { body } = layoutOf(screen.store.getState());
    const box = textBox(body, screen.store.getState().theme, { rows, title });
    const top = Math.max(0, box.rows.length - box.height);
    openLayer<ShownText>(screen, 'text', { title, rows, copy: lines.join('\n'), top });
  } catch (error) {
    if (screen.signal.aborted) return;
    screen.log(error);
    const { message, hints } = describeError(error);
    showFailure(screen, title, message, hints);
  } finally {
    endActivity(screen, activity);
  }
}

/** Returns the last lines, at most four MiB of them. */
async function readLines(bytes: AsyncIterable<Uint8Array>): Promise<readonly string[]> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of bytes) {
    chunks.push(chunk);
    size += chunk.length;
    while (size > maxBytes && chunks.length > 1) size -= chunks.shift()?.length ?? 0;
  }
  const text = Buffer.concat(chunks).toString('utf8').replace(/\n$/, '');
  return text === '' ? [] : text.split('\n');
}
