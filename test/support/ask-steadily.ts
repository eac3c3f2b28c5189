import { request } from 'node:http';

type Asked = { readonly at: number; readonly answeredAt: number; readonly isAnswered: boolean };

export type Steady = {
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
export function askSteadily(url: string): Steady {
  const asked: Asked[] = [];
  const pending = new Set<Promise<void>>();
  const ask = () => {
    const at = Date.now();
    const asking = getStatus(url).then((status) => {
      pending.delete(asking);
      asked.push({ at, answeredAt: Date.now(), isAnswered: status === 200 });
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
function getStatus(url: string): Promise<number | undefined> {
  return new Promise((resolve) => {
    const asking = request(url, { agent: false, timeout: timeoutMs }, (response) => {
      response.resume().once('close', () => resolve(response.complete ? response.statusCode : undefined));
    });
    asking.once('timeout', () => asking.destroy());
    asking.once('error', () => resolve(undefined));
    asking.end();
  });
}
