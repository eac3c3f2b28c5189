import { printable } from '../../../text/printable.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { type JobHealths, jobHealths, jobHealthTokens, shownHealth } from '../../state/job-health.ts';
import { selectRow } from '../../state/tables.ts';
import type { Below, Entry } from '../palette.ts';

type Jobs = NonNullable<NonNullable<Below['state']['snapshot']>['jobs']>;

const noJobs: Jobs = [];

export function jobEntries({ state }: Below): readonly Entry[] {
  return entriesOf(state.snapshot?.jobs ?? noJobs, jobHealths(state));
}

const entriesOf = rememberLast((jobs: Jobs, healths: JobHealths): readonly Entry[] =>
  jobs.map(({ id, name, state }) => {
    const health = healths.get(id);
    const isSick = health?.kind === 'critical' || health?.kind === 'warning';
    return {
      leavesOverlays: true,
      key: `job ${id}`,
      title: printable(name),
      alias: '',
      id,
      kind: `job · ${isSick ? shownHealth(health) : state}`,
      kindToken: isSick ? jobHealthTokens[health.kind] : undefined,
      shownKey: '',
      rank: isSick ? 0 : 3,
      run: (screen) => {
        selectRow(screen, 'jobs', id);
        screen.views.get('job').showAt?.(screen, { viewId: 'job', jobId: id, at: screen.now() });
      },
    };
  }),
);
