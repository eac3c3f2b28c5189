import { describeEntry } from '../../session/journal/describe-entry.ts';
import type { JournalEntry } from '../../session/journal/entry.ts';
import { describeItem } from '../../session/journal/timeline/describe-item.ts';
import {
  type EntryItem,
  entriesOf,
  newestOf,
  type TimelineItem,
} from '../../session/journal/timeline/timeline-item.ts';
import { utcTime } from '../../text/utc-time.ts';
import { lineOfFailure, logMoment } from '../state/open/log-moment.ts';
import { showForwards } from '../state/open/show-forwards.ts';
import { showText } from '../state/open/show-text.ts';
import type { Moment, Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';

/** Opens the pane or page of an entry at its time. Entries without one are listed with their times. */
export function openMoment(screen: Screen, item: TimelineItem): void {
  if (item.kind === 'gap') return;
  const newest = newestOf(item);
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
    case 'failure': {
      const inLog = logMoment(state, entry.pod, at);
      return inLog === undefined
        ? { viewId: 'job', jobId: entry.job, tab: 'exceptions', at }
        : { ...inLog, line: lineOfFailure(entry) };
    }
    case 'leader':
      return logMoment(state, entry.pod, at);
    case 'warning':
      return logMoment(state, entry.object.replace(/^Pod\//, ''), at);
    case 'checkpoint':
      return { viewId: 'job', jobId: entry.job, tab: 'checkpoints', checkpointId: entry.id, at };
    case 'checkpoints':
      return { viewId: 'job', jobId: entry.job, tab: 'checkpoints', at };
    case 'job':
    case 'restarts':
    case 'parallelism':
      return { viewId: 'job', jobId: entry.job, at };
    default:
      return undefined;
  }
}

function openEntries(screen: Screen, item: EntryItem): void {
  const lines = entriesOf(item).flatMap((entry) => {
    const time = utcTime(entry.at).replace('T', ' ');
    return textsOf(entry).map((text, index) => `${index === 0 ? time : ' '.repeat(time.length)}  ${text}`);
  });
  showText(screen, describeItem(item).subject, lines.join('\n'));
}

/** Each change of a Deployment is a line. */
function textsOf(entry: JournalEntry): readonly string[] {
  if (entry.kind !== 'deployment') return [describeEntry(entry).text];
  return entry.changes.map((change) => describeEntry({ ...entry, changes: [change] }).text);
}
