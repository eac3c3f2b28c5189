import { setImmediate as nextTurn } from 'node:timers/promises';
import type { LogSource } from '../../../logs/log-store.ts';
import type { LineId } from '../../../logs/view/log-position.ts';
import type { LogScan } from '../../../logs/view/log-scan.ts';
import { linesAfter } from '../../../logs/view/merged-lines.ts';
import { foundIn, snapshotScan } from '../../../logs/view/scan-snapshot.ts';
import { shownLines } from '../../../logs/view/shown-lines.ts';
import { sliceMs } from '../../state/logs/slice.ts';
import { fullLineText } from '../lines/full-line-text.ts';

const chunkLines = 500;
const chunksToTell = 100;
const unfolded = { areFolded: false, except: new Set<string>() };

/**
 * What a filter leaves of these logs, up to where they are now, merged and as it came; a piece a turn, so that keys are
 * answered between. `told` is called with how far it is.
 */
export async function* readLogText(
  sources: readonly LogSource[],
  filtering: LogScan | undefined,
  told: (step: string) => void,
): AsyncGenerator<string> {
  const endOf = endsOf(sources);
  while (filtering?.work(sources, performance.now() + sliceMs)) {
    told(`${Math.floor(filtering.progress(sources) * 100)} % looked through`);
    await nextTurn();
  }
  const reach = filtering && snapshotScan(filtering, sources);
  const logs = sources.map((source) =>
    shownLines({ source, end: endOf(source.key), filtered: reach && foundIn(reach, source), folds: unfolded }),
  );
  const cut = new Map(sources.map(({ key, first }) => [key, first]));
  let count = 0;
  let chunks = 0;
  for (;;) {
    // A log that goes on may have as many older lines as it will, and has no part in it any more.
    const open = logs.filter(({ source: { key } }) => (cut.get(key) ?? 0) < endOf(key));
    const places = linesAfter(open, cut, chunkLines);
    if (places.length === 0) return;
    for (const { key, sequence } of places) cut.set(key, sequence + 1);
    const wanted = places.filter(({ key, sequence }) => sequence < endOf(key));
    yield wanted.map((place) => savedLine(sources, place)).join('');
    count += wanted.length;
    chunks += 1;
    if (chunks % chunksToTell === 0) told(`${count} lines`);
    await nextTurn();
  }
}

function endsOf(sources: readonly LogSource[]): (key: string) => number {
  const ends = new Map(sources.map(({ key, end }) => [key, end]));
  return (key) => ends.get(key) ?? 0;
}

function savedLine(sources: readonly LogSource[], { key, sequence }: LineId): string {
  const source = sources.find((other) => other.key === key);
  const [line] = source?.lines(sequence, sequence + 1) ?? [];
  const text = line?.kind === 'line' ? fullLineText(line) : `┄┄ ${line?.cause ?? 'this line can no longer be read'} ┄┄`;
  return `${sources.length > 1 ? `[${source?.pod}] ` : ''}${text}\n`;
}
