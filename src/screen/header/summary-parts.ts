import type { ScreenState } from '../state/screen-state.ts';
import { shownForwards } from '../state/shown-items.ts';
import type { HeaderPart } from './fit-parts.ts';

/** Formats the jobs, the slots, the TaskManagers and the open forwards. */
export function summaryParts(state: ScreenState): readonly HeaderPart[] {
  return [...forwardParts(state), ...slotParts(state), ...jobParts(state)].map((part) => ({ ...part, side: 'right' }));
}

function slotParts({ snapshot }: ScreenState): readonly HeaderPart[] {
  if (snapshot?.overview === undefined) return [];
  const { slotsTotal, slotsAvailable, taskManagers } = snapshot.overview;
  return [
    { forms: [{ label: 'TaskManagers', text: String(taskManagers) }], importance: 6 },
    { forms: [{ label: 'slots', text: `${slotsTotal - slotsAvailable}/${slotsTotal}` }], importance: 2 },
  ];
}

function jobParts({ snapshot }: ScreenState): readonly HeaderPart[] {
  if (snapshot?.overview === undefined) return [];
  const { jobsRunning, jobsFinished, jobsCancelled, jobsFailed } = snapshot.overview;
  const ended = [
    ...(jobsFinished === 0 ? [] : [`${jobsFinished} finished`]),
    ...(jobsCancelled === 0 ? [] : [`${jobsCancelled} canceled`]),
  ].join(' ');
  const running = `${jobsRunning} running`;
  return [
    {
      forms: [{ label: 'jobs', text: running }, { text: running }],
      token: jobsRunning > 0 ? 'ok' : 'muted',
      importance: 1,
    },
    ...(jobsFailed === 0
      ? []
      : [{ forms: [{ text: `${jobsFailed} failed` }], token: 'error', importance: 1 } as const]),
    ...(ended === '' ? [] : [{ forms: [{ text: ended }], token: 'muted', importance: 5 } as const]),
  ];
}

/** Returns the port of the open forward or the number of open forwards, and warns of a broken one. */
function forwardParts(state: ScreenState): readonly HeaderPart[] {
  const forwards = shownForwards(state);
  const [first] = forwards;
  if (first === undefined) return [];
  const broken = forwards.map((forward) => forward.state.state).find((name) => ['waiting', 'refused'].includes(name));
  if (broken !== undefined) return [{ forms: [{ text: `forward ${broken}` }], token: 'warning', importance: 1 }];
  const form =
    forwards.length === 1
      ? { label: 'forward', text: String(first.localPort) }
      : { label: 'forwards', text: String(forwards.length) };
  return [{ forms: [form], importance: 3 }];
}
