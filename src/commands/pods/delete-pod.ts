import { resources } from '../../kubernetes/resource.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { checkApiServerReachable } from '../record/availability.ts';
import { command, type Input } from '../record/command.ts';
import { dryRun, noWait, timeout, yes } from '../record/shared-options.ts';
import { type DeletePodsPlan, deletePodsTimeoutMs, type ShownDeletion } from './delete/plan-type.ts';

export const deletePod = command<DeletePodsPlan, ShownDeletion>({
  name: 'delete-pod',
  summary: 'Delete pods, so that Flink or Kubernetes replaces them',
  description:
    'Delete pods and wait until they are gone. The plan names the jobs that restart, fail or are lost.\n\n' +
    'TaskManager: its jobs restart from their last checkpoint, or fail without a restart strategy. Flink requests a new ' +
    'TaskManager if slots are missing. An idle TaskManager affects no job.\n\n' +
    'JobManager: its Deployment starts a new one. With high availability, the jobs recover from their last checkpoint. ' +
    'Without, all running jobs are lost.\n\n' +
    'A pod that was replaced after the plan was made is not deleted. The command fails if a pod still exists after the ' +
    'timeout.\n\n' +
    'JSON: waited, pods and jobs. A pod has name, uid, role, isGone, waitedMs, replacements (names of new pods of the same ' +
    'role) and error (null on success). A job has id, name and effect: restarts, fails, is lost or recovers.',
  group: 'cluster',
  examples: ['delete-pod taskmanager-1-2', 'delete-pod taskmanager-1-2 --dry-run'],
  needs: 'write',
  arguments: [
    { name: 'POD', kind: 'pod', required: true, many: true, summary: 'Pod name, or a unique suffix or prefix' },
  ],
  options: [dryRun, yes, noWait, timeout(deletePodsTimeoutMs)],
  keys: [{ key: 'x', pane: 'pods', hint: 'delete', help: 'Delete the pod or the marked pods', subject: 'pod' }],
  rules: [{ verb: 'delete', resource: resources.pods }],
  available: checkPodsExist,
  // Loaded on demand: other commands and the first frame do not need it.
  plan: async (services, input, signal) => (await import('./delete/plan.ts')).planDeletePods(services, input, signal),
  async *run(services, plan, signal) {
    const [{ runDeletePods }, { showDeletion }] = await Promise.all([
      import('./delete/run.ts'),
      import('./delete/result.ts'),
    ]);
    return showDeletion(yield* runDeletePods(services, plan, signal));
  },
  render: {
    text: ({ text }) => text,
    json: ({ data }) => data,
    names: ({ names }) => names,
    summary: ({ summary }) => summary,
  },
  failure: ({ failure }) => failure,
});

/** Returns true, or the reason why the selected pods cannot be deleted. The plan resolves typed names. */
function checkPodsExist(snapshot: SessionSnapshot, input: Input): true | string {
  const named = (snapshot.pods ?? []).filter(({ name }) => input.arguments.includes(name));
  const isThere = (name: string) => named.some((pod) => pod.name === name && pod.goneAt === undefined);
  const gone = named.find(({ name }) => !isThere(name));
  if (gone !== undefined) return 'the pod is already gone';
  const withoutPod = named.find(({ goneAt, uid }) => goneAt === undefined && uid.startsWith('taskmanager:'));
  return withoutPod === undefined ? checkApiServerReachable(snapshot) : 'Kubernetes has no pod of this name';
}
