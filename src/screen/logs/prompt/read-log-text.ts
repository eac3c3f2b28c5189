import { setImmediate as immediate } from 'node:timers/promises';
import type { LogSource } from '../../../logs/log-store.ts';
import { noFolds } from '../../../logs/view/folds.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import { type LogScan, scanSliceMs } from '../../../logs/view/log-scan.ts';
import { linesAfter } from '../../../logs/view/merged-lines.ts';
import { foundIn, snapshotScan } from '../../../logs/view/scan-snapshot.ts';
import { shownLines } from '../../../logs/view/shown-lines.ts';
import { fullLineText } from '../lines/full-line-text.ts';

const chunkLines = 500;
const chunksPerReport = 100;

/**
 * Yields the original text of the filtered lines up to the current end, merged by time. Works in small pieces, so that
 * the screen handles keys in between.
 */
export async function* readLogText(
  sources: readonly LogSource[],
  filterScan: LogScan | undefined,
  onProgress: (step: string) => void,
): AsyncGenerator<string> {
  const endOf = fixEnds(sources);
  while (filterScan?.advance(sources, performance.now() + scanSliceMs)) {
    onProgress(`${Math.floor(filterScan.progress(sources) * 100)} % scanned`);
    await immediate();
  }
  const scan = filterScan && snapshotScan(filterScan, sources);
  const logs = sources.map((source) =>
    shownLines({ source, end: endOf(source.key), filtered: scan && foundIn(scan, source), folds: noFolds }),
  );
  const position = new Map(sources.map(({ key, first }) => [key, first]));
  let count = 0;
  let chunks = 0;
  for (;;) {
    // Logs that reached their end are skipped, even if they have new lines.
    const unfinished = logs.filter(({ source: { key } }) => (position.get(key) ?? 0) < endOf(key));
    const lineIds = linesAfter(unfinished, position, chunkLines);
    if (lineIds.length === 0) return;
    for (const { key, sequence } of lineIds) position.set(key, sequence + 1);
    const included = lineIds.filter(({ key, sequence }) => sequence < endOf(key));
    yield included.map((lineId) => lineText(sources, lineId)).join('');
    count += included.length;
    chunks += 1;
    if (chunks % chunksPerReport === 0) onProgress(`${count} lines`);
    await immediate();
  }
}

function fixEnds(sources: readonly LogSource[]): (key: string) => number {
  const ends = new Map(sources.map(({ key, end }) => [key, end]));
  return (key) => ends.get(key) ?? 0;
}

function lineText(sources: readonly LogSource[], { key, sequence }: LineId): string {
  const source = sources.find((other) => other.key === key);
  const [line] = source?.lines(sequence, sequence + 1) ?? [];
  const text =
    line?.kind === 'line' ? fullLineText(line) : `┄┄ ${line?.reason ?? 'this line can no longer be read'} ┄┄`;
  return `${sources.length > 1 ? `[${source?.pod}] ` : ''}${text}\n`;
}
