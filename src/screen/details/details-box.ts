import { inside } from '../draw/rectangle.ts';
import { jobTints } from '../state/job-tint.ts';
import { layoutOf } from '../state/layout.ts';
import { logsOfPod } from '../state/logs/drawn-logs.ts';
import type { Box } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { jobUnderCursor, podUnderCursor } from '../state/shown-items.ts';
import { jobDetails } from './job-details.ts';
import { podDetails } from './pod-details.ts';

/** Details beside the lists on a wide terminal: of the pod or the job under the cursor of the table used last. */
export function detailsBox(state: ScreenState): Box | undefined {
  const rectangle = layoutOf(state).details;
  if (rectangle === undefined) return undefined;
  const { width, height } = inside(rectangle);
  const isPod = state.lastTable === 'pods';
  const rows = isPod ? rowsOfPod(state, width) : rowsOfJob(state, width);
  const text = rows.slice(0, height).join('\n');
  return { rectangle, title: isPod ? 'Pod details' : 'Job details', isFocused: false, text };
}

function rowsOfPod(state: ScreenState, width: number): readonly string[] {
  const { theme, now, drawnLogs } = state;
  const pod = podUnderCursor(state);
  if (pod === undefined) return [theme.muted(' No pod under the cursor')];
  const minutes = logsOfPod(drawnLogs, pod.uid).map((log) => log.minutes);
  return podDetails(pod, minutes, { now, theme, width });
}

function rowsOfJob(state: ScreenState, width: number): readonly string[] {
  const { theme, now, serverNow } = state;
  const job = jobUnderCursor(state);
  return job === undefined
    ? [theme.muted(' No job under the cursor')]
    : jobDetails(job, { now, serverNow, theme, tints: jobTints(state.snapshot?.jobs), width });
}
