import { request } from 'node:http';

type Asked = {
  readonly at: number;
  readonly answeredAt: number;
  readonly isAnswered: boolean;
  /** A JobManager that does not lead yet, or whose dispatcher has not begun, says so itself, as JSON. */
  readonly isFlinksOwnRefusal: boolean;
};

export type SteadyPoll = {
  /** Ends asking, and waits for what is still on its way. */
  readonly stop: () => Promise<void>;
  readonly requests: () => readonly Asked[];
  readonly failures: () => readonly Asked[];
  /** The longest time without a good answer, milliseconds. */
  readonly longestGapMs: () => number;
};

const everyMs = 100;
/** Longer than any connection is made to wait. */
const timeoutMs = 60_000;

/** Ten requests a second, each over a connection of its own, whatever becomes of the ones before. */
export function pollSteadily(url: string): SteadyPoll {
  const asked: Asked[] = [];
  const pending = new Set<Promise<void>>();
  const ask = () => {
    const at = Date.now();
    const asking = getAnswer(url).then((answer) => {
      pending.delete(asking);
      const isFlinksOwnRefusal = answer !== undefined && answer.status >= 500 && answer.type.includes('json');
      asked.push({ at, answeredAt: Date.now(), isAnswered: answer?.status === 200, isFlinksOwnRefusal });
    });
    pending.add(asking);
  };
  const timer = setInterval(ask, everyMs);
  ask();
  return {
    stop: async () => {
      clearInterval(timer);
      await Promise.all(pending);
    },
    requests: () => asked,
    failures: () => asked.filter(({ isAnswered }) => !isAnswered),
    longestGapMs: () => {
      const good = asked
        .filter(({ isAnswered }) => isAnswered)
        .map(({ answeredAt }) => answeredAt)
        .sort((a, b) => a - b);
      return Math.max(0, ...good.slice(1).map((at, index) => at - (good[index] ?? at)));
    },
  };
}

/** undefined where there was no answer. */
function getAnswer(url: string): Promise<{ readonly status: number; readonly type: string } | undefined> {
  return new Promise((resolve) => {
    const asking = request(url, { agent: false, timeout: timeoutMs }, (response) => {
      const { statusCode: status = 0, headers } = response;
      const answer = { status, type: headers['content-type'] ?? '' };
      response.resume().once('close', () => resolve(response.complete ? answer : undefined));
    });
    asking.once('timeout', () => asking.destroy());
    asking.once('error', () => resolve(undefined));
    asking.end();
  });
}
