import { printable } from '../../text/printable.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import type { ScreenState } from './screen-state.ts';
import { jobUnderCursor, markedJobs, markedPods, podUnderCursor } from './shown-items.ts';

type SelectedItem = {
  /** Names the object in a command: the id of a job, or the name of a pod. */
  readonly argument: string;
  readonly title: string;
};
type SelectedItems = { readonly underCursor: SelectedItem | undefined; readonly marked: readonly SelectedItem[] };

/** The objects on which keys act: those of the focused pane, or the job of the page. */
export type Selection = { readonly job: SelectedItems; readonly pod: SelectedItems };

const nothing: SelectedItems = { underCursor: undefined, marked: [] };

export function selectionOf(state: ScreenState): Selection {
  const { page, focus, snapshot, stage } = state;
  const isPicking = stage.kind === 'picking';
  const hasJob = page === undefined ? focus === 'jobs' : page.jobId !== undefined;
  const hasPod = page === undefined ? focus === 'pods' : page.podUid !== undefined;
  const jobItem = ({ id, name }: { readonly id: string; readonly name: string }) => ({
    argument: id,
    title: printable(name),
  });
  const podItem = ({ name }: { readonly name: string }) => ({
    argument: name,
    title: shortPodName(name, snapshot?.clusterId ?? ''),
  });
  const job = jobUnderCursor(state);
  const pod = podUnderCursor(state);
  return {
    job: !hasJob || isPicking ? nothing : { underCursor: job && jobItem(job), marked: markedJobs(state).map(jobItem) },
    pod: !hasPod || isPicking ? nothing : { underCursor: pod && podItem(pod), marked: markedPods(state).map(podItem) },
  };
}
