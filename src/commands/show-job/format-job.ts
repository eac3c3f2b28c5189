import { healthText } from '../../diagnosis/health.ts';
import { percent } from '../../diagnosis/texts.ts';
import { jobDurationMs } from '../../flink/job-duration.ts';
import type { Checkpoints } from '../../flink/responses.ts';
import { formatDuration } from '../../text/duration.ts';
import { formatByteRate, formatRate } from '../../text/format-rate.ts';
import { formatSize } from '../../text/format-size.ts';
import { graphLanes } from '../../text/graph-lanes.ts';
import { formatTable } from '../../text/table.ts';
import { utcTime } from '../../text/utc-time.ts';
import { lastVertexTable } from '../ended-jobs/last-seen-lines.ts';
import { jobData } from '../job/job-data.ts';
import { diagnosisData, diagnosisLines } from '../why/show-diagnosis.ts';
import type { ShownJob, ShownVertex } from './read-job.ts';

/** Formats a job: facts, findings, then the vertices beside their graph. */
export function* jobLines(shown: ShownJob): Generator<string> {
  for (const [label, text] of factsOf(shown)) yield `${label.padEnd(11)} ${text}`;
  yield '';
  yield* diagnosisLines(shown.diagnosis);
  yield '';
  yield shown.vertices === undefined ? 'Vertices unknown' : vertexTable(shown.vertices);
  const table = lastVertexTable(shown.diagnosis.ended?.lastSeen);
  if (table !== undefined) yield `\nVertices as last seen\n${table}`;
}

function* factsOf(shown: ShownJob): Generator<readonly [string, string]> {
  const { job, health, now } = shown;
  const { startTime, endTime, state } = job;
  const duration = formatDuration(jobDurationMs(job, now));
  const { restartsLastHour: restarts } = health;
  yield ['State', state];
  yield ['Health', healthText(health)];
  yield ['ID', job.id];
  yield ['Started', `${utcTime(startTime)} (${endTime === undefined ? `${duration} ago` : `ran ${duration}`})`];
  if (endTime !== undefined) yield ['Ended', utcTime(endTime)];
  yield ['Restarts', restarts === undefined ? 'unknown' : `${restarts} in the last hour`];
  yield ['Checkpoint', checkpointText(shown)];
}

function checkpointText({ checkpoints, takesCheckpoints, now }: ShownJob): string {
  if (checkpoints === undefined) return 'unknown';
  if (!checkpoints.enabled) return 'not enabled';
  const { latestCompleted: last } = checkpoints;
  if (last === undefined) return takesCheckpoints === false ? 'not enabled' : 'none completed';
  const age = formatDuration(now - (last.completedAt ?? last.triggeredAt));
  return `${last.id}, ${age} ago, ${formatSize(last.stateSize)}`;
}

function vertexTable(vertices: readonly ShownVertex[]): string {
  const gutters = graphLanes(vertices.map(({ vertex }) => vertex));
  const header = ['', 'NAME', 'P', 'BUSY', 'BP', 'IDLE', 'REC IN', 'REC OUT', 'BYTES IN', 'BYTES OUT', 'STATUS'];
  const share = (value: number | undefined) => (value === undefined ? '-' : percent(value));
  const hasRates = vertices.some(({ rates }) => rates !== undefined);
  const rows = vertices.map(({ vertex, isBottleneck, busy, backPressured, idle, rates }, index) => [
    gutters[index] ?? '',
    vertex.name,
    String(vertex.parallelism),
    share(busy),
    share(backPressured),
    share(idle),
    ...(hasRates
      ? [
          rates === undefined ? '-' : formatRate(rates.readRecords),
          rates === undefined ? '-' : formatRate(rates.writeRecords),
          rates === undefined ? '-' : formatByteRate(rates.readBytes),
          rates === undefined ? '-' : formatByteRate(rates.writeBytes),
        ]
      : []),
    isBottleneck ? `${vertex.status}, bottleneck` : vertex.status,
  ]);
  return formatTable(hasRates ? header : header.filter((title) => !/^(REC|BYTES) /.test(title)), rows);
}

/** A job as JSON: the fields of `list` and `why`, and the vertices. */
export function shownJobData({
  job,
  health,
  diagnosis,
  checkpoints,
  takesCheckpoints,
  vertices,
  now,
}: ShownJob): unknown {
  return {
    ...jobData(job, health, jobDurationMs(job, now)),
    checkpointing: takesCheckpoints ?? null,
    checkpoint: checkpointData(checkpoints),
    ...diagnosisData(diagnosis),
    vertices: vertices?.map(vertexData) ?? null,
  };
}

function checkpointData(checkpoints: Checkpoints | undefined): unknown {
  if (checkpoints?.enabled !== true || checkpoints.latestCompleted === undefined) return null;
  const { id, completedAt, durationMs, stateSize, path } = checkpoints.latestCompleted;
  return {
    id,
    completedAt: completedAt === undefined ? null : utcTime(completedAt),
    durationMs,
    bytes: stateSize,
    path: path ?? null,
  };
}

function vertexData({ vertex, isBottleneck, busy, backPressured, idle, rates }: ShownVertex): unknown {
  const { id, name, parallelism, status, tasks, inputs } = vertex;
  return {
    ...{ id, name, parallelism, status, tasks, inputs, isBottleneck },
    busy: busy ?? null,
    backPressured: backPressured ?? null,
    idle: idle ?? null,
    readRecordsPerSecond: rates?.readRecords ?? null,
    writeRecordsPerSecond: rates?.writeRecords ?? null,
    readBytesPerSecond: rates?.readBytes ?? null,
    writeBytesPerSecond: rates?.writeBytes ?? null,
  };
}
