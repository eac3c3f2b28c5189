import type { Checkpoints } from '../../../flink/responses.ts';
import { checkpointSettings } from '../../../session/jobs/checkpoint-settings.ts';
import { type TrendText, trendTexts } from '../../../session/jobs/checkpoint-trend.ts';
import type { RememberedJob } from '../../../session/journal/last-seen/remembered-job.ts';
import { clockAndAge } from '../../draw/age.ts';
import type { Part } from '../../draw/section-rows.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Token } from '../../theme/theme.ts';
import { endedJob } from '../ended-job.ts';
import type { JobPage } from '../job-page.ts';
import type { TabSize } from '../tab.ts';
import { flowRows } from './flow-rows.ts';
import { type ListData, listTrends } from './list-data.ts';
import { stripRows } from './strip-rows.ts';

type Statistics = Extract<Checkpoints, { readonly enabled: true }>;

/** Below this height, the strip has one row. */
const roomyHeight = 24;
const trendTokens: { readonly [Level in TrendText['level']]: Token | undefined } = {
  error: 'error',
  warning: 'warning',
  plain: undefined,
};

/** Returns the rows above the list: the strip, trends, counts, the restored checkpoint and the configuration. */
export function headRows(
  state: ScreenState,
  page: JobPage,
  data: ListData,
  { width, height }: TabSize,
): readonly string[] {
  const { theme, serverNow } = state;
  const { value } = data.statistics;
  const trends = trendTexts(listTrends(state, page, data));
  const rows = [
    flowRows(
      'Trend',
      trends.map(({ text, level }) => ({ text, token: trendTokens[level] })),
      width - 1,
      theme,
    ),
    ...(value?.enabled === true ? [flowRows('Counts', countsOf(value, serverNow), width - 1, theme, 2)] : []),
    ...(value === undefined
      ? lastCounts(endedJob(state, page)).map((parts) => flowRows('Counts', parts, width - 1, theme))
      : []),
    ...(data.config === undefined
      ? []
      : [
          flowRows(
            'Settings',
            checkpointSettings(data.config).map((text) => ({ text })),
            width - 1,
            theme,
            height < roomyHeight ? 1 : 2,
          ),
        ]),
  ];
  return [
    ...stripRows(state, data.items, { width, barRows: height < roomyHeight ? 1 : 3 }),
    ...rows.flat().map((row) => ` ${row}`),
  ];
}

/** The counts that were last seen of a job that Flink no longer knows. */
function lastCounts(ended: RememberedJob | undefined): readonly (readonly Part[])[] {
  const { completed, failed } = ended?.lastSeen ?? {};
  if (completed === undefined || failed === undefined) return [];
  return [[{ text: `${completed} completed` }, { text: `${failed} failed`, token: failed > 0 ? 'warning' : 'muted' }]];
}

function countsOf(statistics: Statistics, now: number): readonly Part[] {
  const { completed, failed, inProgress, latestRestored } = statistics;
  return [
    { text: `${completed} completed` },
    { text: `${failed} failed`, token: failed > 0 ? 'warning' : 'muted' },
    { text: `${inProgress} in progress`, token: inProgress > 0 ? 'busy' : 'muted' },
    latestRestored === undefined
      ? { text: 'never restored', token: 'muted' }
      : { text: restoredText(statistics.restored, latestRestored, now) },
  ];
}

/** `restored from #12, 13:04:05 (2h ago)` */
function restoredText(
  count: number,
  { id, restoredAt, isSavepoint }: NonNullable<Statistics['latestRestored']>,
  now: number,
): string {
  const times = count > 1 ? `${count} restores, the last ` : 'restored ';
  return `${times}from ${isSavepoint ? 'savepoint ' : ''}#${id}, ${clockAndAge(restoredAt, now)}`;
}
