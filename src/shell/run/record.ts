import { once } from 'node:events';
import { exitCodes } from '../../commands/record/command-error.ts';
import type { Session } from '../../session/session.ts';
import type { Link } from '../../session/snapshot.ts';
import { countOf } from '../../text/count-of.ts';
import { formatDuration } from '../../text/duration.ts';
import { printable } from '../../text/printable.ts';
import { utcTime } from '../../text/utc-time.ts';
import { writeText } from '../print/write.ts';
import type { RunOptions } from '../program/run-options.ts';

const statusMs = 1000;

/**
 * Records sessions until the process is interrupted, which is a normal end. Shows the status in one line of the
 * terminal, or prints each change of the status.
 */
export async function runRecord(sessions: readonly Session[], options: RunOptions): Promise<number> {
  const { signal } = options;
  const startedAt = Date.now();
  const showStatus = canRewrite(options) ? statusLine(sessions, options) : changeLog(sessions, options);
  const timer = setInterval(showStatus, statusMs);
  showStatus();
  if (!signal.aborted) await once(signal, 'abort');
  clearInterval(timer);
  const { stderr } = options.streams;
  if (canRewrite(options)) stderr.write(eraseLine);
  const recorded = sessions.map((session) => {
    const unsaved = session.journal?.current()?.failure() === undefined ? '' : ', not all saved';
    return `${nameOf(session)}: ${countOf(recordedBy(session), 'entry', 'entries')}${unsaved}`;
  });
  await writeText(stderr, `Recorded for ${formatDuration(Date.now() - startedAt)}. ${recorded.join(', ')}`);
  const isSaved = sessions.every(({ journal }) => journal?.current()?.failure() === undefined);
  return isSaved ? exitCodes.success : exitCodes.failed;
}

function canRewrite({ streams: { stderr, dumb } }: RunOptions): boolean {
  return stderr.isTTY === true && !dumb;
}

const eraseLine = '\r\u001b[K';

/** Rewrites one line of the terminal. */
function statusLine(sessions: readonly Session[], { streams: { stderr } }: RunOptions): () => void {
  return () => {
    const parts = sessions.map((session) => {
      const count = countOf(recordedBy(session), 'entry', 'entries');
      return `${nameOf(session)}: ${count}, ${statusOf(session)}`;
    });
    const text = `Recording ${parts.join(' | ')}`;
    stderr.write(`${eraseLine}${printable(text).slice(0, (stderr.columns ?? 80) - 1)}`);
  };
}

/** Prints a line each time the status of a session changes. */
function changeLog(sessions: readonly Session[], { streams: { stderr } }: RunOptions): () => void {
  const shown = new Map<Session, string>();
  return () => {
    for (const session of sessions) {
      const status = statusOf(session);
      if (shown.get(session) === status) continue;
      shown.set(session, status);
      stderr.write(`${utcTime(Date.now())} ${printable(`${nameOf(session)}: ${status}`)}\n`);
    }
  };
}

const nameOf = ({ connection: { target } }: Session): string => target.clusterId;

const recordedBy = ({ journal }: Session): number => journal?.recorded() ?? 0;

function statusOf({ store, journal }: Session): string {
  const { links, presence } = store.getState();
  const failure = journal?.current()?.failure();
  if (failure !== undefined) return failure;
  if (presence === 'missing') return 'the cluster does not exist, waiting for it';
  return (
    linkProblem(links.kubernetes, 'the API server') ??
    linkProblem(links.rest, "Flink's REST API") ??
    (journal?.current() === undefined ? 'connecting' : 'recording')
  );
}

function linkProblem(link: Link, server: string): string | undefined {
  if (link.state === 'stale') return `${server} does not respond: ${link.reason}`;
  return link.state === 'denied' ? `${server} denied access: ${link.reason}` : undefined;
}
