import { noLogger } from '../../logs/talkers/unnamed-loggers.ts';
import type { LogFlood } from '../../session/talkers/log-floods.ts';
import { formatSeconds } from '../../text/duration.ts';
import { formatByteRate, formatRate } from '../../text/format-rate.ts';
import { formatSize } from '../../text/format-size.ts';
import { smallest } from '../../text/largest.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { someOf } from '../../text/some-of.ts';
import type { Step } from '../finding.ts';
import type { ClusterRule } from '../rule.ts';
import { percent } from '../texts.ts';

/** The kubelet's default of `containerLogMaxSize`. `kubectl logs` reads only the newest file. */
const rotatedBytes = 10 * 1024 * 1024;
/** Time, stream and tag before each line in the file (CRI log format). */
const linePrefixBytes = 40;
/** Undoes itself, so that nobody has to remember it. */
const raisedFor = '15m';

/** Names that need no quotes in a command. */
const plainName = /^[\w.$-]+$/;

/** A logger writes so much that the log of its pod is rotated away within a minute. */
export const logFlood: ClusterRule = {
  name: 'log-flood',
  assess: ({ snapshot: { logFloods, clusterId } }) => {
    if (logFloods?.state !== 'counted') {
      const reason = logFloods?.reason ?? 'the logs are not read';
      return [{ kind: 'not assessed', what: 'log volume', reason }];
    }
    const byLogger = Map.groupBy(logFloods.floods, ({ logger }) => logger);
    return [...byLogger.values()].flatMap((floods) => {
      const [worst] = floods.toSorted((a, b) => b.bytes - a.bytes);
      if (worst === undefined) return [];
      const { logger, pod, lines, bytes, share, measured = 'in the last minute' } = worst;
      const names = floods.map((flood) => shortPodName(flood.pod, clusterId));
      const name = logger === noLogger ? 'Output without a logger' : logger;
      const since = floods.map((flood) => flood.since).filter((at) => at !== undefined);
      return [
        {
          severity: 'warning' as const,
          text: `${name} floods the log of ${someOf(names)}: ${formatRate(lines).replace('/s', ' lines/s')}, ${percent(share)} of the log`,
          since: since.length === 0 ? undefined : smallest(since),
          evidence: [
            `${formatByteRate(bytes)} in the log of ${shortPodName(pod, clusterId)}, ${measured}`,
            `kubectl logs then keeps only the last ${keptText(worst)}: the kubelet rotates logs at ${formatSize(rotatedBytes)} by default`,
          ],
          next: stepsOf(worst),
          pod,
        },
      ];
    });
  },
};

function stepsOf({ logger, raise, pod }: LogFlood): readonly Step[] {
  const show = { text: 'Show what each logger writes', command: `talkers ${pod}` };
  if (logger === noLogger) return [show, { text: 'Remove the print sink, or let the job log less often' }];
  if (raise === undefined) return [{ text: 'Read its errors', command: `logs ${pod} --logger ${logger}` }, show];
  const { level, savedShare } = raise;
  if (!plainName.test(logger)) return [show];
  const text = `Raise its level for ${raisedFor}: saves ${percent(savedShare)} of the log`;
  return [{ text, command: `log-level ${logger} ${level} --for ${raisedFor}` }, show];
}

/** Returns the time in which the whole log of the pod fills a file: `40 s`. */
function keptText({ lines, bytes, share }: LogFlood): string {
  const writtenPerSecond = (bytes + lines * linePrefixBytes) / share;
  return formatSeconds((rotatedBytes / writtenPerSecond) * 1000);
}
