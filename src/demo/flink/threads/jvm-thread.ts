/** A thread of a simulated JVM. */
export type DemoThread = {
  readonly name: string;
  readonly state: 'RUNNABLE' | 'WAITING' | 'TIMED_WAITING';
  /** Innermost first: `app//org.apache.flink.…`, `java.base@17.0.16/java.…`, and user code without a prefix. */
  readonly frames: readonly string[];
  /** The object that the thread waits for. */
  readonly waitsFor?: string | undefined;
  readonly isInNative?: boolean | undefined;
};

/** Formats threads as Flink does (`JvmUtils.stringifyThreadInfo`). */
export function threadDumpResponse(threads: readonly DemoThread[]) {
  return {
    threadInfos: threads.map((thread, index) => ({
      threadName: thread.name,
      stringifiedThreadInfo: threadText(thread, index + 1),
    })),
  };
}

function threadText({ name, state, frames, waitsFor, isInNative }: DemoThread, id: number): string {
  const on = waitsFor === undefined ? '' : ` on ${waitsFor}`;
  const lines = frames.flatMap((frame, depth) => [
    `\tat ${frame}`,
    ...(depth === 0 && waitsFor !== undefined ? [`\t-  waiting on ${waitsFor}`] : []),
  ]);
  return `${[`"${name}" Id=${id} ${state}${on}${isInNative ? ' (in native)' : ''}`, ...lines].join('\n')}\n\n`;
}
