import { countOf } from '../../text/count-of.ts';
import { attentionOf } from '../state/attention.ts';
import { jobHealths } from '../state/job-health.ts';
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

function jobParts(state: ScreenState): readonly HeaderPart[] {
  const { snapshot } = state;
  if (snapshot?.overview === undefined) return [];
  const { jobsRunning, jobsFinished, jobsCancelled, jobsFailed } = snapshot.overview;
  const ended = [
    ...(jobsFinished === 0 ? [] : [`${jobsFinished} finished`]),
    ...(jobsCancelled === 0 ? [] : [`${jobsCancelled} canceled`]),
  ].join(' ');
  const healths = jobHealths(state);
  const restarting = [...healths.values()].filter(({ word }) => word === 'restarting').length;
  const running = `${Math.max(0, jobsRunning - restarting)} running`;
  return [
    ...attentionParts(state),
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

/** Counts the jobs and pods that need attention. */
function attentionParts(state: ScreenState): readonly HeaderPart[] {
  const { jobs: unwell, pods } = attentionOf(state);
  if (unwell.length + pods.length === 0) return [];
  const counts = [
    ...(unwell.length === 0 ? [] : [countOf(unwell.length, 'job')]),
    ...(pods.length === 0 ? [] : [countOf(pods.length, 'pod')]),
  ].join(', ');
  const isCritical = unwell.some(({ kind }) => kind === 'critical') || pods.some(({ health }) => health === 'error');
  return [
    {
      forms: [
        { label: 'attention', text: counts },
        { text: `${unwell.length + pods.length} need attention` },
        { text: `${unwell.length + pods.length} sick` },
      ],
      token: isCritical ? 'error' : 'warning',
      importance: 1,
    },
  ];
}

/** Returns the port of the open forward or the number of open forwards, and warns of a broken one. */
function forwardParts(state: ScreenState): readonly HeaderPart[] {
  const forwards = shownForwards(state).map(({ forward }) => forward);
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
