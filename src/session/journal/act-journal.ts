import { setTimeout as pause } from 'node:timers/promises';
import { explainFileError } from '../../logs/spool/explain-file-error.ts';
import { serverNow } from '../server-now.ts';
import type { Connection } from '../session.ts';
import { type ActEnd, actEntries } from './act-entries.ts';
import type { ActEntry } from './entry.ts';
import { saveAct } from './store/act-segment.ts';

export type ActJournalOptions = {
  /** Folder of all journals. */
  readonly root: string;
  /** Limit for all segments of a cluster. */
  readonly bytes: number;
  /** `ann@laptop` */
  readonly by: string;
  /** Receives the problem if an act cannot be saved. */
  readonly onFailure: (error: Error) => void;
};

/** Records the end of an act. */
export type EndAct = (end: ActEnd) => Promise<void>;

/** A slow disk or a home directory on a network delays a command by at most this time per entry. */
const longestWaitMs = 1000;

/** The first response tells the server's time only to the second. */
const precisionMs = 1000;

/**
 * Returns the difference between the server's and the local clock. 0 if the local clock may be right: it is then more
 * precise, so that the acts of several commands are in order.
 */
function serverAheadMs(connection: Pick<Connection, 'kubernetes'>): number {
  const localNow = Date.now();
  const aheadMs = serverNow(connection, localNow) - localNow;
  return Math.abs(aheadMs) < precisionMs ? 0 : aheadMs;
}

/** Records the start of an act in the journal of a cluster that this process does not watch. Never rejects. */
export async function startAct(
  connection: Pick<Connection, 'kubernetes' | 'target'>,
  deployment: Promise<string | undefined>,
  title: string,
  { root, bytes, by, onFailure }: ActJournalOptions,
): Promise<EndAct> {
  const { clusterId, namespace } = connection.target;
  const cluster = { clusterId, namespace, context: connection.kubernetes.context };
  const entry = actEntries(title, by);
  const aheadMs = serverAheadMs(connection);
  const now = () => Date.now() + aheadMs;
  let saved = Promise.resolve();
  const save = async (act: ActEntry) => {
    saved = saved
      .then(async () => saveAct(act, { root, cluster, bytes, deployment: await deployment }))
      .catch((error: unknown) => {
        onFailure(new Error(`act not saved in the journal: ${explainFileError(error)}`, { cause: error }));
      });
    await Promise.race([saved, pause(longestWaitMs, undefined, { ref: false })]);
  };
  await save(entry(now()));
  return (end) => save(entry(now(), end));
}
