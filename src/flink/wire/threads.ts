import { array, type GenericSchema, lazy, nullish, number, object, picklist, pipe, string, transform } from 'valibot';
import {
  type FlameGraph,
  type FlameNode,
  type JvmThread,
  type ProfilerRun,
  threadStates,
} from '../thread-responses.ts';

/**
 * `"NAME" Id=64 BLOCKED on java.lang.Object@1f owned by "OTHER" Id=12 (in native)`, see `JvmUtils.stringifyThreadInfo`.
 * A name may contain quotes.
 */
const head = /^".*" Id=\d+ ([A-Z_]+)(?: on (\S+?)(?:@[0-9a-f]+)?)?(?: owned by "(.*)" Id=-?\d+)?(?: \(|$)/;
const frame = /^\tat (.+)$/;
/** The class loader and the module: `app//`, `java.base@17.0.21/`. */
const origin = /^(?:[\w.@-]*\/){1,3}(?=[\w$]+[.$])/;
/** The number and address of a lambda differ between JVMs: `$$Lambda$826/0x00007f2adc654000`. */
const lambda = /\$\$Lambda(?:\$\d+)?\/(?:0x)?[0-9a-f]+/;

function parseThread(name: string, text: string): JvmThread {
  const [first = '', ...lines] = text.split('\n');
  const [, state, waitingOn, lockOwner] = head.exec(first) ?? [];
  return {
    name,
    state: threadStates.find((known) => known === state),
    frames: lines.flatMap((line) => {
      const method = frame.exec(line)?.[1];
      return method === undefined ? [] : [method.replace(origin, '').replace(lambda, '$$$$Lambda')];
    }),
    waitingOn,
    lockOwner,
  };
}

export const threadDumpSchema = pipe(
  object({ threadInfos: array(object({ threadName: string(), stringifiedThreadInfo: string() })) }),
  transform(({ threadInfos }): readonly JvmThread[] =>
    threadInfos.map(({ threadName, stringifiedThreadInfo }) => parseThread(threadName, stringifiedThreadInfo)),
  ),
);

const flameNode: GenericSchema<unknown, FlameNode> = object({
  name: string(),
  value: number(),
  children: nullish(array(lazy(() => flameNode)), []),
});

/** Without data, the time says why (`VertexFlameGraph`). */
const withoutData: { readonly [endTimestamp: number]: 'disabled' | 'terminated' } = {
  '-1': 'terminated',
  '-2': 'disabled',
};

export const flameGraphSchema = pipe(
  object({ endTimestamp: number(), data: nullish(flameNode) }),
  transform(({ endTimestamp, data }): FlameGraph => {
    if (endTimestamp < 0 || !data) return { state: withoutData[endTimestamp] ?? 'waiting' };
    return { state: 'sampled', sampledAt: endTimestamp, root: data };
  }),
);

export const profilerRunSchema = pipe(
  object({
    status: picklist(['RUNNING', 'FINISHED', 'FAILED']),
    triggerTime: number(),
    message: nullish(string()),
    outputFile: nullish(string()),
  }),
  transform(
    ({ status, triggerTime, message, outputFile }): ProfilerRun => ({
      status,
      startedAt: triggerTime,
      message: message ?? undefined,
      file: outputFile ?? undefined,
    }),
  ),
);

export const profilerRunsSchema = pipe(
  object({ profilingList: array(profilerRunSchema) }),
  transform(({ profilingList }): readonly ProfilerRun[] => profilingList),
);
