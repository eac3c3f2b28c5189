import { logMoment } from '../../state/open/log-moment.ts';
import { showMessage } from '../../state/run/show-message.ts';
import type { Screen } from '../../state/screen.ts';
import { changeJobPage, type JobPage } from '../job-page.ts';
import { detailData } from './detail-data.ts';
import type { DetailTarget } from './detail-rows.ts';

/** Opens the log of a subtask's pod at the start of the checkpoint, or the subtasks of a vertex. */
export function openTarget(screen: Screen, page: JobPage, target: DetailTarget | undefined): void {
  const { openId } = page.checkpoints;
  if (target === undefined || openId === undefined) return;
  if (target.kind === 'vertex') {
    changeJobPage(screen, { tab: 'subtasks', vertexId: target.vertex.id });
    return;
  }
  const state = screen.store.getState();
  const { vertex, index, parallelism, pod, hasRestarted } = target.place;
  const subtask = `${vertex} (${index + 1}/${parallelism})`;
  if (pod === undefined) {
    const reason = hasRestarted ? 'it has restarted since this checkpoint' : 'not read yet';
    showMessage(screen, `the pod of ${subtask} is unknown: ${reason}`, 'warning');
    return;
  }
  const at = detailData(state, page, openId).reading.value?.triggeredAt ?? state.serverNow;
  const moment = logMoment(state, pod, at);
  if (moment === undefined) showMessage(screen, `the pod ${pod} of ${subtask} is gone, and so is its log`, 'warning');
  else screen.views.get(moment.viewId).showAt?.(screen, moment);
}
