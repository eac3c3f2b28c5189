import { hasEnded } from '../../../flink/has-ended.ts';
import { causeText } from '../../../session/journal/describe-entry.ts';
import type { FailureEntry, JournalEntry, SeenFinding } from '../../../session/journal/entry.ts';
import type { RememberedJob } from '../../../session/journal/last-seen/remembered-job.ts';
import { shortPodName } from '../../../text/short-pod-name.ts';
import { someOf } from '../../../text/some-of.ts';
import { clockAndAge, clockAndDuration } from '../../draw/age.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { labelledRows, type Part } from '../../draw/section-rows.ts';
import { severityMarks } from '../../state/finding-texts.ts';
import { jobTokens } from '../../state/job-tokens.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import { forgottenJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';

const lastFailure = rememberLast((entries: readonly JournalEntry[], jobId: string) =>
  entries.findLast((entry): entry is FailureEntry => entry.kind === 'failure' && entry.job === jobId),
);
const noEntries: readonly JournalEntry[] = [];

/** Returns what was wrong before the end. Flink itself states the failure of a job that it still knows. */
export function endedRows(
  state: ScreenState,
  page: JobPage,
  job: RememberedJob | undefined,
  width: number,
): readonly string[] {
  if (job === undefined) return [];
  const { journal, theme, serverNow } = state;
  const failure = forgottenJob(state, page) && lastFailure(journal?.entries ?? noEntries, job.id);
  const findings = (job.lastSeen?.findings ?? []).map((finding, index) => {
    const part = { text: findingText(finding, state.isScreenReader), token: 'muted' } as const;
    return labelledRows(index === 0 ? 'Before end' : '', part, width, theme);
  });
  if (failure === undefined) return findings.flat();
  const cause = `${clockAndAge(failure.at, serverNow)}  ${causeText(failure)}`;
  return [...labelledRows('Failure', { text: cause, token: 'error' }, width, theme), ...findings.flat()];
}

function findingText({ severity, text }: SeenFinding, isScreenReader: boolean): string {
  const { mark, word } = severityMarks[severity === 'critical' ? 'critical' : 'warning'];
  return `${isScreenReader ? word : mark} ${text}`;
}

type Fact = { readonly label?: string; readonly parts: readonly Part[] };

/** The state and the times of a job that only the journal knows. */
export function forgottenFacts({ state, startedAt, endedAt, lastSeen }: RememberedJob, now: number): readonly Fact[] {
  const isLost = state === 'LOST';
  const time = endedAt ?? now;
  const { completed, failed, checkpoint } = lastSeen ?? {};
  const counts = completed === undefined ? '–' : `${completed} completed, ${failed ?? '–'} failed`;
  return [
    {
      parts: [
        { text: state, token: isLost ? 'error' : jobTokens[state] },
        { text: '  Flink no longer knows the job', token: isLost || !hasEnded(state) ? 'warning' : 'muted' },
      ],
    },
    {
      label: isLost ? 'lost' : 'ended',
      parts: [{ text: startedAt === undefined ? clockAndAge(time, now) : clockAndDuration(startedAt, time, now) }],
    },
    {
      label: 'checkpoints',
      parts: [{ text: checkpoint === undefined ? counts : `${counts}, last #${checkpoint}` }],
    },
  ];
}

/** The TaskManagers on which the tasks of an ended job ran. */
export function podsFact({ lastSeen }: RememberedJob, clusterId: string): readonly Fact[] {
  if (lastSeen === undefined) return [];
  if (lastSeen.pods === undefined) return [{ label: 'ran on', parts: [{ text: '–', token: 'muted' }] }];
  return [{ label: 'ran on', parts: [{ text: someOf(lastSeen.pods.map((pod) => shortPodName(pod, clusterId))) }] }];
}
