import type { KubernetesApi, WatchState } from '../../kubernetes/api.ts';
import { monitorApiServer } from '../../session/attach/monitor-api-server.ts';
import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';
import { reportAfterMs } from './report-after.ts';

export type WatchedApiServer = {
  readonly isAway: () => boolean;
  /** What a watch found out is considered at once. */
  readonly watchChanged: (state: WatchState) => void;
  readonly stop: () => void;
};

/**
 * For a command that goes on for long. Tells when the API server no longer answers, since when and why, and when it
 * answers again: by the same limits as the screen (session/api-server-limits.ts).
 */
export function watchApiServer(
  kubernetes: Pick<KubernetesApi, 'ping'>,
  listener: {
    readonly tell: (text: string) => void;
    /** It answers again: streams from before may be dead. */
    readonly back: () => void;
  },
): WatchedApiServer {
  let awaySince: number | undefined;
  let isTold = false;
  let timer: NodeJS.Timeout | undefined;

  const judge = monitorApiServer(kubernetes, {
    changed: () => {
      const link = judge.link();
      if (!('reason' in link) || awaySince !== undefined) return;
      awaySince = link.since;
      timer = setTimeout(tellAway, Math.max(0, link.since + reportAfterMs - Date.now()));
    },
    answered: ({ afterOutage }) => {
      if (!afterOutage || awaySince === undefined) return;
      clearTimeout(timer);
      if (isTold) listener.tell(`the API server answers again, after ${formatDuration(Date.now() - awaySince)}`);
      awaySince = undefined;
      isTold = false;
      listener.back();
    },
  });
  /** With the newest reason: the first one may be that a connection was cut. */
  const tellAway = () => {
    const link = judge.link();
    if (!('reason' in link)) return;
    isTold = true;
    listener.tell(`the API server has not answered since ${utcTime(link.since)}, trying again: ${link.reason}`);
  };

  return {
    isAway: () => awaySince !== undefined,
    watchChanged: ({ state }) => {
      if (state === 'live') judge.noteActivity();
      if (state === 'stale') judge.check();
    },
    stop: () => {
      clearTimeout(timer);
      judge.stop();
    },
  };
}
