/** A thread of a simulated JVM. */
export type DemoThread = {
  readonly name: string;
  readonly state: 'RUNNABLE' | 'WAITING' | 'TIMED_WAITING' | 'BLOCKED';
  /** Innermost first: `app//org.apache.flink.…`, `java.base@17.0.16/java.…`, and user code without a prefix. */
  readonly frames: readonly string[];
  /** The object that the thread waits for. */
  readonly waitsFor?: string | undefined;
  /** The thread that holds the lock. */
  readonly owner?: string | undefined;
  readonly isInNative?: boolean | undefined;
};

/** `cluster.thread-dump.stacktrace-max-depth` */
const maxDepth = 50;

/** Formats threads as Flink does (`JvmUtils.stringifyThreadInfo`). */
export function threadDumpResponse(threads: readonly DemoThread[]) {
  return {
    threadInfos: threads.map((thread, index) => ({
      threadName: thread.name,
      stringifiedThreadInfo: threadText(thread, index + 1),
    })),
  };
}

function threadText({ name, state, frames, waitsFor, owner, isInNative }: DemoThread, id: number): string {
  const on = waitsFor === undefined ? '' : ` on ${waitsFor}`;
  const ownedBy = owner === undefined ? '' : ` owned by "${owner}" Id=${id + 1}`;
  const verb = state === 'BLOCKED' ? 'blocked' : 'waiting';
  const lines = frames
    .slice(0, maxDepth)
    .flatMap((frame, depth) => [
      `\tat ${frame}`,
      ...(depth === 0 && waitsFor !== undefined ? [`\t-  ${verb} on ${waitsFor}`] : []),
    ]);
  const cut = frames.length > maxDepth ? ['\t...'] : [];
  return `${[`"${name}" Id=${id} ${state}${on}${ownedBy}${isInNative ? ' (in native)' : ''}`, ...lines, ...cut].join('\n')}\n\n`;
}
