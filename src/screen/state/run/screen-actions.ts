import type { ScreenActions } from '../../../commands/record/command.ts';
import { showLogs } from '../logs/show-logs.ts';
import { showClusters } from '../open/show-clusters.ts';
import { showDiagnosis } from '../open/show-diagnosis.ts';
import { showForwards } from '../open/show-forwards.ts';
import { showJob } from '../open/show-job.ts';
import { showMemory } from '../open/show-memory.ts';
import { showPod } from '../open/show-pod.ts';
import { showSession } from '../open/show-session.ts';
import { showTalkers } from '../open/show-talkers.ts';
import type { Screen } from '../screen.ts';
import { showMessage } from './show-message.ts';

/** Creates the actions that a command may use on this screen. */
export function createScreenActions(screen: Screen): ScreenActions {
  return {
    quit: () => screen.exit({ exitCode: 0, lines: [] }),
    showJob: (tab, input) => showJob(screen, tab, input),
    showDiagnosis: (input) => showDiagnosis(screen, input),
    showMemory: (input) => showMemory(screen, input),
    showPod: (input) => showPod(screen, input),
    showSession: () => showSession(screen),
    showTalkers: (input) => showTalkers(screen, input),
    showLogs: (input) => showLogs(screen, input),
    showClusters: (list, name) => showClusters(screen, list, name),
    showPane: (pane) => screen.store.setState({ focus: pane, page: undefined, layers: [] }),
    showForwards: () => showForwards(screen, { below: true }),
    showMessage: (text) => showMessage(screen, text, 'ok'),
  };
}
