import type { JournalEntry } from '../../session/journal/entry.ts';
import { describeItem, type TimelineItem } from '../../session/journal/timeline-items.ts';
import { utcTime } from '../../text/utc-time.ts';
import { showForwards } from '../state/open/show-forwards.ts';
import { showText } from '../state/open/show-text.ts';
import type { Moment, Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Opens the pane or page of an entry at its time; other entries as a text with all their members. */
export function openMoment(screen: Screen, item: TimelineItem): void {
  if (item.kind === 'gap') return;
  const [newest] = item.entries;
  const moment = momentOf(screen.store.getState(), newest);
  if (newest.kind === 'forward') showForwards(screen);
  else if (moment === undefined) openEntries(screen, item);
  else screen.views.get(moment.viewId).showAt?.(screen, moment);
}

function momentOf(state: ScreenState, entry: JournalEntry): Moment | undefined {
  const { at } = entry;
  switch (entry.kind) {
    case 'pod':
    case 'container-restart':
    case 'errors':
      return { viewId: 'logs', uid: entry.uid, at };
    case 'failure':
      return logMoment(state, entry.pod, at) ?? { viewId: 'job', jobId: entry.job, at };
    case 'leader':
      return logMoment(state, entry.pod, at);
    case 'job':
    case 'checkpoint':
    case 'checkpoints':
    case 'parallelism':
      return { viewId: 'job', jobId: entry.job, at };
    default:
      return undefined;
  }
}

/** The name of a pod may be used again, so this is the newest pod of that name that existed at that time. */
function logMoment({ snapshot }: ScreenState, name: string | undefined, at: number): Moment | undefined {
  const pod = snapshot?.pods?.findLast((row) => row.name === name && row.createdAt <= at);
  return pod && { viewId: 'logs', uid: pod.uid, at };
}

function openEntries(screen: Screen, item: Extract<TimelineItem, { readonly kind: 'entries' }>): void {
  const { subject, text } = describeItem(item);
  const lines = item.entries.map((entry) => `${utcTime(entry.at).replace('T', ' ')}  ${JSON.stringify(entry)}`);
  showText(screen, subject, [text, '', ...lines].join('\n'));
}
