import type { JobSpec } from './jobs/job.ts';
import { oneInputTaskFrames, stackTrace, type Throwable } from './logs/stack-trace.ts';
import { randomBetween } from './random.ts';

const sourceId = 'cbc357ccb763df2852fee8c4fc7d55f2';
const secondId = '90bea66de1c231edf33913ecd54406c1';
const thirdId = 'ea632d67b7d595e5b851708ae9ad79d6';

const twoVertices = (source: string, sink: string) => [
  { id: sourceId, name: source },
  { id: secondId, name: sink },
];

const states = ['W', 'X', 'Y', 'Z', 'E'];

/** Flink's StateMachineExample, which finds invalid transitions in a stream of events. */
export const stateMachineJob: JobSpec = {
  name: 'State machine job',
  parallelism: 2,
  type: 'STREAMING',
  vertices: twoVertices('Source: Events Generator Source', 'Flat Map -> Sink: Print to Std. Out'),
  checkpointEveryMs: 3000,
  stateSize: 48_300_000,
  userCode: {
    everyMs: 900,
    write: (console, iteration) => {
      const address = `10.${randomBetween(1, 250)}.${randomBetween(1, 250)}.${randomBetween(1, 250)}`;
      const [from, to] = [states[iteration % 4], states[(iteration * 3) % 5]];
      console.print(`${(iteration % 2) + 1}> ALERT ${address} : ${from} -> ${to}`);
    },
  },
};

/** Flink's TopSpeedWindowing example, which prints the top speed of two cars. */
export const topSpeedJob: JobSpec = {
  name: 'CarTopSpeedWindowingExample',
  parallelism: 1,
  type: 'STREAMING',
  vertices: twoVertices(
    'Source: Car data generator source -> Timestamps/Watermarks',
    'GlobalWindows -> Sink: Print to Std. Out',
  ),
  eventTime: { delayMs: 1200 },
  userCode: {
    everyMs: 1100,
    write: (console, iteration, at) => {
      const distance = (iteration * 13.888888888888889).toFixed(10);
      console.print(`(${iteration % 2},${randomBetween(5, 100)},${distance},${Math.floor(at)})`);
    },
  },
};

/** A bounded job that finishes within a minute. */
export const wordCountJob: JobSpec = {
  name: 'WordCount',
  parallelism: 1,
  type: 'BATCH',
  vertices: twoVertices('Source: file-input -> tokenizer', 'counter -> print-sink: Writer'),
  endsAfterMs: 25_000,
};

export const clickCountJob: JobSpec = {
  name: 'Click Event Count',
  parallelism: 1,
  type: 'STREAMING',
  vertices: twoVertices('Source: ClickEvent Source -> Filter', 'Tumbling Window -> Sink: Statistics'),
  checkpointEveryMs: 10_000,
  stateSize: 912_000,
};

const enrichmentLogger = 'com.example.orders.EnrichOrders';

/** A job that calls an unreliable service. It logs warnings and errors, and fails periodically. */
export const orderEnrichmentJob: JobSpec = {
  name: 'Order enrichment',
  parallelism: 1,
  type: 'STREAMING',
  vertices: [
    { id: sourceId, name: 'Source: orders' },
    { id: secondId, name: 'enrich -> deduplicate' },
    { id: thirdId, name: 'Sink: warehouse: Writer -> Sink: warehouse: Committer' },
  ],
  checkpointEveryMs: 5000,
  stateSize: 7_340_000,
  failure: { everyMs: 95_000, thrown: (iteration) => retriesExhaustedError(48_000 + iteration * 1171) },
  userCode: {
    everyMs: 650,
    write: (console, iteration) => {
      const order = 48_000 + iteration * 7;
      if (iteration % 41 === 0) {
        console.write(
          'ERROR',
          enrichmentLogger,
          `order ${order} stored without customer data`,
          ...stackTrace(timeoutError(order)),
        );
      } else if (iteration % 9 === 0) {
        console.write(
          'WARN',
          enrichmentLogger,
          `customer service took ${randomBetween(1200, 4000)} ms for order ${order}`,
        );
      } else console.write('INFO', enrichmentLogger, `order ${order} enriched, ${randomBetween(1, 9)} lines`);
    },
  },
};

function timeoutError(order: number): Throwable {
  return {
    className: 'java.io.IOException',
    message: `no customer for order ${order}`,
    frames: ['com.example.orders.EnrichOrders.map(EnrichOrders.java:71)', ...oneInputTaskFrames],
    cause: {
      className: 'java.net.SocketTimeoutException',
      message: 'Read timed out',
      frames: [
        'java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)',
        'com.example.orders.CustomerClient.find(CustomerClient.java:44)',
      ],
    },
  };
}

function retriesExhaustedError(order: number): Throwable {
  return {
    className: 'java.lang.IllegalStateException',
    message: `order ${order} failed 5 times, giving up`,
    frames: ['com.example.orders.EnrichOrders.map(EnrichOrders.java:76)', ...oneInputTaskFrames],
    cause: timeoutError(order),
  };
}

/** The failure of the job `Trouble` on the real cluster. */
const oneTooMany = (value: number): Throwable => ({
  className: 'java.lang.IllegalStateException',
  message: `value ${value} is one too many`,
  frames: ['Trouble$Work.map(Trouble.java:244)', ...oneInputTaskFrames],
  cause: {
    className: 'java.io.IOException',
    message: 'store is away',
    frames: ['Trouble$Work.failure(Trouble.java:310)'],
    cause: {
      className: 'java.lang.NumberFormatException',
      message: `For input string: "not a number: ${value}"`,
      frames: ['java.base/java.lang.Integer.parseInt(Integer.java:668)', 'Trouble$Work.parse(Trouble.java:315)'],
    },
  },
});

/** A job for tests. It logs numbered lines at INFO, WARN and ERROR. */
export function numberedLinesJob(
  name: string,
  {
    checkpoints = true,
    parallelism = 1,
    failEveryMs,
  }: { readonly checkpoints?: boolean; readonly parallelism?: number; readonly failEveryMs?: number } = {},
): JobSpec {
  return {
    name,
    parallelism,
    type: 'STREAMING',
    vertices: twoVertices('Source: Sequence Source -> throttle', 'work -> discard: Writer'),
    checkpointEveryMs: checkpoints ? 2000 : undefined,
    failure:
      failEveryMs === undefined ? undefined : { everyMs: failEveryMs, thrown: (attempt) => oneTooMany(attempt * 100) },
    userCode: {
      everyMs: 500,
      write: (console, iteration) => {
        console.write('INFO', 'Numbers', `line ${iteration} value ${iteration * 10}`);
        if (iteration % 10 === 0) console.write('WARN', 'Numbers', `late by ${randomBetween(1, 999)} ms`);
        if (iteration % 25 === 0) {
          console.write(
            'ERROR',
            'Numbers',
            `could not write value ${iteration * 10}`,
            ...stackTrace(timeoutError(iteration * 10)),
          );
        }
      },
    },
  };
}

/** A job for benchmarks that writes no logs. */
export const benchmarkJob = (index: number, parallelism: number): JobSpec => ({
  name: `measured job ${index}`,
  parallelism,
  type: 'STREAMING',
  vertices: twoVertices('Source: numbers', 'Sink: nowhere'),
  isQuiet: true,
});

/** A job for benchmarks whose graph branches and joins at every fifth vertex. */
export function wideJob(vertices: number): JobSpec {
  const idOf = (index: number) => index.toString(16).padStart(32, '0');
  return {
    name: `wide job of ${vertices} vertices`,
    parallelism: 2,
    type: 'STREAMING',
    vertices: Array.from({ length: vertices }, (_, index) => ({
      id: idOf(index),
      name: `${index === 0 ? 'Source: ' : ''}vertex ${index}`,
      ...(index % 5 === 0 && index >= 5 && { inputs: [idOf(index - 1), idOf(index - 4)] }),
    })),
    isQuiet: true,
  };
}

/** A job that logs at a steady rate in real time. If a timer is late, the job writes the missing lines. */
export function steadyRateJob(linesPerSecond: number): JobSpec {
  let startedAt: number | undefined;
  let written = 0;
  return {
    name: `${linesPerSecond} lines a second`,
    parallelism: 1,
    type: 'STREAMING',
    vertices: twoVertices('Source: clicks', 'count -> Sink: nowhere'),
    isQuiet: true,
    userCode: {
      everyMs: 20,
      write: (console, _, at) => {
        startedAt ??= at;
        for (const target = ((at - startedAt) * linesPerSecond) / 1000; written < target; written += 1) {
          const level = written % 20 === 0 ? 'WARN' : 'INFO';
          console.write(
            level,
            'com.example.clicks.CountClicks',
            `click ${written} of user ${written % 977} was counted`,
          );
        }
      },
    },
  };
}
