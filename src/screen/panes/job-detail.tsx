import { jobDetail } from '../../session/readings/flink-readings.ts';
import { readingOf } from '../../session/readings/reading.ts';
import { inside } from '../layout.ts';
import { formatAge } from '../rows/age.ts';
import { detailFailure, detailRows } from '../rows/detail-rows.ts';
import { layoutOf } from '../store/pane-sizes.ts';
import type { ScreenState } from '../store/screen-state.ts';
import { Frame } from '../widgets/frame.tsx';
import { useScreenState } from '../widgets/screen-context.tsx';

/** It is read every three seconds, if the JobManager is quick. */
const oldFromMs = 10_000;

/** One job looked at closely, in the place of all panes. */
export function JobDetailPane() {
  const rectangle = useScreenState((state) => layoutOf(state).body);
  const title = useScreenState(titleOf);
  const note = useScreenState(noteOf);
  const text = useScreenState(windowText);
  return <Frame rectangle={rectangle} title={title} note={note} isFocused text={text} />;
}

function titleOf({ detail, snapshot }: ScreenState): string {
  if (detail === undefined) return '2 Jobs';
  const job = snapshot && readingOf(snapshot, jobDetail(detail.jobId)).value;
  return `2 Jobs › ${job?.name ?? detail.jobId}`;
}

/** That what is shown is old: it was not answered since, or is shown again and not answered yet. */
function noteOf({ detail, snapshot, now }: ScreenState): string | undefined {
  if (detail === undefined || snapshot === undefined) return undefined;
  const { readAt } = readingOf(snapshot, jobDetail(detail.jobId));
  if (readAt === undefined) return undefined;
  const isOld = detailFailure(detail.jobId, snapshot) !== undefined || now - readAt > oldFromMs;
  return isOld ? `as of ${formatAge(now - readAt)} ago` : undefined;
}

function windowText(state: ScreenState): string {
  const { width, height } = inside(layoutOf(state).body);
  const top = state.detail?.top ?? 0;
  return detailRows(state, width)
    .slice(top, top + height)
    .join('\n');
}
