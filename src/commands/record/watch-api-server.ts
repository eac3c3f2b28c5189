import type { KubernetesApi, WatchState } from '../../kubernetes/api.ts';
import { monitorApiServer } from '../../session/attach/monitor-api-server.ts';
import { formatDuration } from '../../text/duration.ts';
import { utcTime } from '../../text/utc-time.ts';

/** Shorter outages are not reported. */
export const reportDelayMs = 3000;

export type ApiServerWatch = {
  readonly isUnreachable: () => boolean;
  /** Uses the state of a watch as evidence. */
  readonly handleWatchState: (state: WatchState) => void;
  readonly stop: () => void;
};

/**
 * Reports outages of the API server to a long-running command: the start, the reason and the recovery. Uses the same
 * limits as the screen (session/attach/api-server-limits.ts).
 */
export function watchApiServer(
  kubernetes: Pick<KubernetesApi, 'ping'>,
  listener: {
    readonly report: (text: string) => void;
    /** The API server responds again. Older streams may be dead. */
    readonly recovered: () => void;
  },
): ApiServerWatch {
  let unreachableSince: number | undefined;
  let isReported = false;
  let timer: NodeJS.Timeout | undefined;

  const monitor = monitorApiServer(kubernetes, {
    changed: () => {
      const link = monitor.link();
      if (!('reason' in link) || unreachableSince !== undefined) return;
      unreachableSince = link.since;
      timer = setTimeout(reportOutage, Math.max(0, link.since + reportDelayMs - Date.now()));
    },
    answered: ({ afterOutage }) => {
      if (!afterOutage || unreachableSince === undefined) return;
      clearTimeout(timer);
      if (isReported)
        listener.report(`The API server is reachable again after ${formatDuration(Date.now() - unreachableSince)}`);
      unreachableSince = undefined;
      isReported = false;
      listener.recovered();
    },
  });
  /** Reports the newest reason, because the first one may only be a closed connection. */
  const reportOutage = () => {
    const link = monitor.link();
    if (!('reason' in link)) return;
    isReported = true;
    listener.report(`The API server has not responded since ${utcTime(link.since)}, retrying: ${link.reason}`);
  };

  return {
    isUnreachable: () => unreachableSince !== undefined,
    handleWatchState: ({ state }) => {
      if (state === 'live') monitor.noteActivity();
      if (state === 'stale') monitor.check();
    },
    stop: () => {
      clearTimeout(timer);
      monitor.stop();
    },
  };
}
