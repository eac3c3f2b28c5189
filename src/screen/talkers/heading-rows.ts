import { rateText } from '../../commands/talkers/talker-texts.ts';
import { countOf } from '../../text/count-of.ts';
import { formatDuration, formatElapsed } from '../../text/duration.ts';
import { formatByteRate } from '../../text/format-rate.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { someOf } from '../../text/some-of.ts';
import { cut } from '../draw/fit.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { CountedPage, TalkersScope, Uncounted } from './talkers-page.ts';

/** Almost a minute is a minute: the first bucket is not full yet. */
const minuteMs = 49_000;
/** A log that is more behind makes the rates too low. */
const maxBehindMs = 5000;
const maxNotes = 3;

/** Formats what was counted, and what was not. */
export function headingRows(state: ScreenState, page: CountedPage, width: number): readonly string[] {
  const { theme } = state;
  return [
    theme.strong(cut(` ${totalText(page)}`, width)),
    ...notes(state, page)
      .slice(0, maxNotes)
      .map(({ text, token }) => theme[token](cut(` ${text}`, width))),
  ];
}

/** `62 lines/s, 9.1 KiB/s in the last minute, from 9 pods` */
function totalText({ counted: { recent } }: CountedPage): string {
  const { lines, bytes, overMs, pods } = recent;
  if (pods === 0) return 'no log is counted';
  const time = overMs >= minuteMs ? 'the last minute' : `the last ${formatElapsed(overMs)}`;
  return `${rateText(lines).replace('/s', ' lines/s')}, ${formatByteRate(bytes)} in ${time}, from ${countOf(pods, 'pod')}`;
}

type Note = { readonly text: string; readonly token: 'muted' | 'warning' };

function notes({ snapshot }: ScreenState, { scope, counted: { recent, uncounted } }: CountedPage): readonly Note[] {
  const clusterId = snapshot?.clusterId ?? '';
  const missing = uncountedNotes(uncounted, clusterId);
  const { gaps, behindMs } = recent;
  return [
    ...missing.map((text) => ({ text, token: 'warning' }) as const),
    ...(gaps === 0
      ? []
      : [{ text: `${countOf(gaps, 'gap')} in these logs: lines may be missing`, token: 'warning' } as const]),
    ...(behindMs < maxBehindMs
      ? []
      : [{ text: `a log is ${formatDuration(behindMs)} behind: the rates are too low`, token: 'warning' } as const]),
    ...jobNotes(scope),
  ];
}

function jobNotes(scope: TalkersScope): readonly Note[] {
  if (scope.kind !== 'pods of job' || scope.pods === undefined) return [];
  const text = `all lines of the pods that run ${scope.name}; lines of the JobManager have no job and are not counted`;
  return [{ text, token: 'muted' }];
}

/** One line per reason, the most pods first. */
function uncountedNotes(uncounted: readonly Uncounted[], clusterId: string): readonly string[] {
  const byReason = [...Map.groupBy(uncounted, ({ reason }) => reason)].sort(([, a], [, b]) => b.length - a.length);
  return byReason.map(([reason, pods]) => {
    const names = pods.map(({ pod }) => shortPodName(pod, clusterId));
    return `not counted: ${pods.length === 1 ? names[0] : `${pods.length} pods (${someOf(names)})`}: ${reason}`;
  });
}
