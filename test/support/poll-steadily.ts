import { request } from 'node:http';

type PolledRequest = {
  readonly at: number;
  readonly answeredAt: number;
  /** Whether the response had status 200. */
  readonly isSuccessful: boolean;
  /** Whether Flink responded with a JSON error, for example because there is no leader yet. */
  readonly isFlinkError: boolean;
};

export type SteadyPoll = {
  /** Stops polling and waits for pending requests. */
  readonly stop: () => Promise<void>;
  readonly requests: () => readonly PolledRequest[];
  readonly failures: () => readonly PolledRequest[];
  /** The longest time without a successful response, in milliseconds. */
  readonly longestGapMs: () => number;
};

const everyMs = 100;
/** Longer than port-forward holds any connection while the pod is unavailable. */
const timeoutMs = 60_000;

/** Sends ten requests per second, each on a new connection, without waiting for earlier responses. */
export function pollSteadily(url: string): SteadyPoll {
  const requests: PolledRequest[] = [];
  const pending = new Set<Promise<void>>();
  const poll = () => {
    const at = Date.now();
    const polling = get(url).then((response) => {
      pending.delete(polling);
      const isFlinkError = response !== undefined && response.status >= 500 && response.type.includes('json');
      requests.push({ at, answeredAt: Date.now(), isSuccessful: response?.status === 200, isFlinkError });
    });
    pending.add(polling);
  };
  const timer = setInterval(poll, everyMs);
  poll();
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending);
    },
    requests: () => requests,
    failures: () => requests.filter(({ isSuccessful }) => !isSuccessful),
    longestGapMs: () => {
      const successTimes = requests
        .filter(({ isSuccessful }) => isSuccessful)
        .map(({ answeredAt }) => answeredAt)
        .sort((a, b) => a - b);
      return Math.max(0, ...successTimes.slice(1).map((at, index) => at - (successTimes[index] ?? at)));
    },
  };
}

/** Resolves with undefined if there is no complete response. */
function get(url: string): Promise<{ readonly status: number; readonly type: string } | undefined> {
  return new Promise((resolve) => {
    const clientRequest = request(url, { agent: false, timeout: timeoutMs }, (response) => {
      const { statusCode: status = 0, headers } = response;
      const summary = { status, type: headers['content-type'] ?? '' };
      response.resume().once('close', () => resolve(response.complete ? summary : undefined));
    });
    clientRequest.once('timeout', () => clientRequest.destroy());
    clientRequest.once('error', () => resolve(undefined));
    clientRequest.end();
  });
}
