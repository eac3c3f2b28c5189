import type { JobSpec } from './jobs/job.ts';
import { oneInputTaskFrames, stackTrace, type Thrown } from './logs/stack-trace.ts';
import { randomBetween } from './random.ts';

const sourceId = 'cbc357ccb763df2852fee8c4fc7d55f2';
const secondId = '90bea66de1c231edf33913ecd54406c1';
const thirdId = 'ea632d67b7d595e5b851708ae9ad79d6';

const twoVertices = (source: string, sink: string) => [
  { id: sourceId, name: source },
  { id: secondId, name: sink },
];

const states = ['W', 'X', 'Y', 'Z', 'E'];

/** Flink's StateMachineExample: looks for invalid transitions in a stream of events. */
export const stateMachine: JobSpec = {
  name: 'State machine job',
  parallelism: 2,
  type: 'STREAMING',
  vertices: twoVertices('Source: Events Generator Source', 'Flat Map -> Sink: Print to Std. Out'),
  checkpointEveryMs: 3000,
  stateSize: 48_300_000,
  userCode: {
    everyMs: 900,
    write: (console, turn) => {
      const address = `10.${randomBetween(1, 250)}.${randomBetween(1, 250)}.${randomBetween(1, 250)}`;
      const [from, to] = [states[turn % 4], states[(turn * 3) % 5]];
      console.print(`${(turn % 2) + 1}> ALERT ${address} : ${from} -> ${to}`);
    },
  },
};

/** Flink's TopSpeedWindowing, which prints the fastest of two cars. */
export const topSpeed: JobSpec = {
  name: 'CarTopSpeedWindowingExample',
  parallelism: 1,
  type: 'STREAMING',
  vertices: twoVertices(
    'Source: Car data generator source -> Timestamps/Watermarks',
    'GlobalWindows -> Sink: Print to Std. Out',
  ),
  userCode: {
    everyMs: 1100,
    write: (console, turn, at) => {
      const distance = (turn * 13.888888888888889).toFixed(10);
      console.print(`(${turn % 2},${randomBetween(5, 100)},${distance},${Math.floor(at)})`);
    },
  },
};

/** Bounded, and done within a minute. */
export const wordCount: JobSpec = {
  name: 'WordCount',
  parallelism: 1,
  type: 'BATCH',
  vertices: twoVertices('Source: file-input -> tokenizer', 'counter -> print-sink: Writer'),
  endsAfterMs: 25_000,
};

export const clickCount: JobSpec = {
  name: 'Click Event Count',
  parallelism: 1,
  type: 'STREAMING',
  vertices: twoVertices('Source: ClickEvent Source -> Filter', 'Tumbling Window -> Sink: Statistics'),
  checkpointEveryMs: 10_000,
  stateSize: 912_000,
};

const enrichment = 'com.example.orders.EnrichOrders';

/** The partner's answers are what they are: it warns, it logs errors, and now and then it dies of them. */
export const orderEnrichment: JobSpec = {
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
  failure: { everyMs: 95_000, thrown: (turn) => gaveUp(48_000 + turn * 1171) },
  userCode: {
    everyMs: 650,
    write: (console, turn) => {
      const order = 48_000 + turn * 7;
      if (turn % 41 === 0) {
        console.write('ERROR', enrichment, `order ${order} kept without its customer`, ...stackTrace(timedOut(order)));
      } else if (turn % 9 === 0) {
        console.write('WARN', enrichment, `customer service took ${randomBetween(1200, 4000)} ms for order ${order}`);
      } else console.write('INFO', enrichment, `order ${order} enriched, ${randomBetween(1, 9)} lines`);
    },
  },
};

function timedOut(order: number): Thrown {
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

function gaveUp(order: number): Thrown {
  return {
    className: 'java.lang.IllegalStateException',
    message: `order ${order} failed 5 times, giving up`,
    frames: ['com.example.orders.EnrichOrders.map(EnrichOrders.java:76)', ...oneInputTaskFrames],
    cause: timedOut(order),
  };
}

/** What a test submits: numbered lines at every level. */
export function numberedLines(
  name: string,
  { checkpoints = true, parallelism = 1 }: { readonly checkpoints?: boolean; readonly parallelism?: number } = {},
): JobSpec {
  return {
    name,
    parallelism,
    type: 'STREAMING',
    vertices: twoVertices('Source: Sequence Source -> throttle', 'work -> discard: Writer'),
    checkpointEveryMs: checkpoints ? 2000 : undefined,
    userCode: {
      everyMs: 500,
      write: (console, turn) => {
        console.write('INFO', 'Numbers', `line ${turn} value ${turn * 10}`);
        if (turn % 10 === 0) console.write('WARN', 'Numbers', `late by ${randomBetween(1, 999)} ms`);
        if (turn % 25 === 0) {
          console.write('ERROR', 'Numbers', `could not write value ${turn * 10}`, ...stackTrace(timedOut(turn * 10)));
        }
      },
    },
  };
}

/** One of the many of a measurement: it runs, and that is all. */
export const quietJob = (index: number, parallelism: number): JobSpec => ({
  name: `measured job ${index}`,
  parallelism,
  type: 'STREAMING',
  vertices: twoVertices('Source: numbers', 'Sink: nowhere'),
  isQuiet: true,
});

/** Another one: it writes lines at an even rate, however late its turns come. */
export function chattyJob(linesPerSecond: number): JobSpec {
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
        for (const due = ((at - startedAt) * linesPerSecond) / 1000; written < due; written += 1) {
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
