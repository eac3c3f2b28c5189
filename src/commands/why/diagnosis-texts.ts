import type { Finding, NotAssessed } from '../../diagnosis/finding.ts';
import { countOf } from '../../text/count-of.ts';
import { forgottenText } from '../ended-jobs/forgotten-text.ts';
import type { DiagnosisResult } from './read-diagnosis.ts';

/** `2 findings in my-cluster (7 jobs)` */
export function summaryOf({ clusterId, job, ended, jobCount, findings, notAssessed, now }: DiagnosisResult): string {
  if (job === undefined && ended !== undefined) return forgottenText(ended, now);
  const what = job === undefined ? `${clusterId} (${countOf(jobCount, 'job')})` : `${job.name} in ${clusterId}`;
  if (findings.length > 0) return `${countOf(findings.length, 'finding')} in ${what}`;
  return `No findings in ${what}${notAssessed.length === 0 ? '' : ', but not everything could be assessed'}`;
}

export const riskLine = ({ text, next }: Finding): string =>
  next[0] === undefined ? text : `${text}. ${next[0].text}`;

/** What is unknown, and why. The same of several jobs is one line. */
export const unknownLines = (all: readonly NotAssessed[]): readonly string[] => groupUnknown(all).map(unknownLine);

type UnknownGroup = NotAssessed & { readonly jobs: readonly string[] };

/** Groups what is unknown for the same reason. */
function groupUnknown(all: readonly NotAssessed[]): readonly UnknownGroup[] {
  const groups = Map.groupBy(all, ({ what, reason }) => `${what}\n${reason}`);
  return [...groups.values()].flatMap((members): UnknownGroup[] => {
    const [first] = members;
    if (first === undefined) return [];
    return [{ ...first, jobs: members.flatMap(({ job }) => (job === undefined ? [] : [job.name])) }];
  });
}

function unknownLine({ what, reason, jobs }: UnknownGroup): string {
  const [only, ...others] = jobs;
  const of = only === undefined ? '' : ` of ${others.length === 0 ? only : countOf(jobs.length, 'job')}`;
  return `${what}${of}: ${reason}`;
}
