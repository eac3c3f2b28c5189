import type { MemoryRow } from '../../session/memory/memory-rows.ts';
import { leftText } from '../../session/memory/memory-texts.ts';
import { type MemoryRisk, usageTrend } from '../../session/memory/risks.ts';
import { inMebibytes, slopeText } from '../../session/memory/size-texts.ts';
import { formatDuration } from '../../text/duration.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { cell } from '../draw/fit.ts';
import { severityMarks } from '../state/finding-texts.ts';
import type { Column } from '../table/table-format.ts';
import type { Theme, Token } from '../theme/theme.ts';

const mebibyte = 2 ** 20;
const unknown = '–';
const longestWord = severityMarks.critical.word.length;

/** Columns of the list of processes. Sizes are MiB. */
export function listColumns(clusterId: string, isScreenReader: boolean): readonly Column<MemoryRow>[] {
  const severity = isScreenReader ? 'word' : 'mark';
  return [
    {
      title: '',
      importance: 1,
      width: isScreenReader ? longestWord : 1,
      text: ({ risks: [risk] }) => (risk === undefined ? ' ' : severityMarks[risk.severity][severity]),
      token: ({ risks }) => tokenOf(risks),
    },
    {
      title: 'POD',
      importance: 1,
      width: { min: 18 },
      isName: true,
      text: ({ name }) => shortPodName(name, clusterId),
    },
    isScreenReader ? containerInNumbers : containerColumn,
    {
      title: 'GROWTH',
      importance: 4,
      width: 12,
      align: 'right',
      text: growthText,
      token: (row) => (isRising(row) ? undefined : 'muted'),
    },
    {
      title: 'FULL IN',
      importance: 3,
      width: 8,
      align: 'right',
      text: ({ timeLeftMs }) => (timeLeftMs === undefined ? unknown : shortTime(timeLeftMs)),
      token: ({ risks }) => tokenOf(risks.filter(({ kind }) => kind === 'container' || kind === 'heap')) ?? 'muted',
    },
    {
      title: 'HEAP',
      importance: 5,
      width: 10,
      align: 'right',
      text: ({ memory }) => pair(memory?.jvm?.heapUsed, memory?.jvm?.heapMax),
      token: ({ risks }) => tokenOf(risks.filter(({ kind }) => kind === 'heap')),
    },
    {
      title: 'METASPACE',
      importance: 6,
      width: 9,
      align: 'right',
      text: ({ memory }) => pair(memory?.jvm?.metaspaceUsed, memory?.jvm?.metaspaceMax),
      token: ({ risks }) => tokenOf(risks.filter(({ kind }) => kind === 'metaspace')),
    },
    { title: 'DIRECT', importance: 9, width: 6, align: 'right', text: ({ memory }) => size(memory?.jvm?.directUsed) },
    {
      title: 'MANAGED',
      importance: 10,
      width: 9,
      align: 'right',
      text: ({ memory }) => pair(memory?.jvm?.managedUsed, memory?.jvm?.managedTotal),
    },
    {
      title: 'GC',
      importance: 8,
      width: 4,
      align: 'right',
      text: ({ memory }) => gcText(memory?.jvm?.gcMsPerSecond),
      token: ({ memory }) => ((memory?.jvm?.gcMsPerSecond ?? 0) >= 200 ? 'warning' : 'muted'),
    },
    {
      title: 'STATE, JOBS',
      importance: 7,
      width: { min: 14, preferred: 30 },
      text: stateText,
      token: ({ risks, end }) => (end === undefined ? tokenOf(risks) : 'muted'),
    },
  ];
}

const size = (bytes: number | undefined): string =>
  bytes === undefined ? unknown : String(Math.round(bytes / mebibyte));

const pair = (used: number | undefined, max: number | undefined): string =>
  used === undefined && max === undefined ? unknown : `${size(used)}/${size(max)}`;

const gcText = (msPerSecond: number | undefined): string =>
  msPerSecond === undefined ? unknown : `${Math.round(msPerSecond / 10)}%`;

const isRising = ({ memory }: MemoryRow): boolean => {
  const trend = memory && usageTrend(memory);
  return trend?.kind === 'measured' && trend.isRising;
};

function growthText({ memory, end }: MemoryRow): string {
  if (memory?.usage === undefined || end !== undefined) return unknown;
  const trend = usageTrend(memory);
  if (trend.kind === 'measured') return slopeText(trend.perMinute).replace(' MiB', '');
  return `(${formatDuration(trend.spanMs)})`;
}

const shortTime = (ms: number): string => (ms < 60_000 ? '<1m' : leftText(ms));

function tokenOf(risks: MemoryRow['risks']): Token | undefined {
  if (risks.some(({ severity }) => severity === 'critical')) return 'error';
  return risks.length > 0 ? 'warning' : undefined;
}

const minBar = 4;
const numbersWidth = 14;

const containerColumn: Column<MemoryRow> = {
  title: 'CONTAINER MiB',
  importance: 2,
  width: { short: 19, long: 27 },
  text: (row, _, width) => containerText(row, width).join(''),
  paint: paintContainer,
};

/** For a screen reader. */
const containerInNumbers: Column<MemoryRow> = {
  title: 'CONTAINER MiB',
  importance: 2,
  width: numbersWidth,
  align: 'right',
  text: containerNumbers,
  token: ({ risks }) => tokenOf(risks.filter(({ kind }) => kind === 'container')),
};

/** `█████░░░ 662/1728 38%`: the bar, then the numbers. */
function containerText(row: MemoryRow, width: number): readonly [bar: string, rest: string, numbers: string] {
  const { usage, limit } = row.memory ?? {};
  const numbers = containerNumbers(row);
  if (usage === undefined || limit === undefined || limit === 0) return ['', '', cell(numbers, width, 'right')];
  const room = Math.max(minBar, width - numbersWidth);
  const filled = Math.min(room, Math.round((usage / limit) * room));
  return ['█'.repeat(filled), '░'.repeat(room - filled), cell(numbers, width - room, 'right')];
}

function containerNumbers({ memory }: MemoryRow): string {
  const { usage, limit } = memory ?? {};
  if (usage === undefined) return `${unknown}/${size(limit)}`;
  if (limit === undefined || limit === 0) return size(usage);
  return `${cell(pair(usage, limit), numbersWidth - 5, 'right')} ${cell(`${Math.round((usage / limit) * 100)}%`, 4, 'right')}`;
}

function paintContainer(row: MemoryRow, width: number, theme: Theme): string {
  const [bar, rest, numbers] = containerText(row, width);
  const token = tokenOf(row.risks.filter(({ kind }) => kind === 'container')) ?? 'busy';
  return theme[row.end === undefined ? token : 'muted'](bar) + theme.muted(rest) + numbers;
}

function stateText({ risks: [risk], jobs, end, memory }: MemoryRow, now: number): string {
  if (end !== undefined) return `${end.how} ${formatDuration(Math.max(0, now - end.at))} ago`;
  if (risk !== undefined) return shortRisk(risk);
  if (jobs.length > 0) return jobs.join(', ');
  return memory === undefined ? 'not measured yet' : '';
}

/** The numbers are in the other columns, and the sentence is below the list. */
function shortRisk(risk: MemoryRisk): string {
  switch (risk.kind) {
    case 'container':
      return 'container fills up';
    case 'heap':
      return risk.timeLeftMs === undefined ? 'heap is full' : 'heap fills up';
    case 'metaspace':
      return `leaks ${inMebibytes(risk.perJob.bytes)} a job, ${risk.jobsLeft} left`;
    case 'gc':
      return 'long collections';
  }
}
