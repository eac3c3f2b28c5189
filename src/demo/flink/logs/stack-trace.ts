/** A Java exception with its cause. */
export type Throwable = {
  readonly className: string;
  readonly message: string;
  /** Frames like `Class.method(File.java:1)`, innermost first. */
  readonly frames: readonly string[];
  readonly cause?: Throwable | undefined;
};

const formatFrame = (frame: string) => `\tat ${frame}`;

/** Returns the lines that `Throwable.printStackTrace` writes. */
export function stackTrace(thrown: Throwable): readonly string[] {
  const lines = [`${thrown.className}: ${thrown.message}`, ...thrown.frames.map(formatFrame)];
  for (let cause = thrown.cause; cause; cause = cause.cause) {
    lines.push(`Caused by: ${cause.className}: ${cause.message}`);
    for (const frame of cause.frames) lines.push(formatFrame(frame));
    lines.push(`\t... ${thrown.frames.length} more`);
  }
  return lines;
}

/** The outer stack frames of every one-input operator. */
export const oneInputTaskFrames = [
  'org.apache.flink.streaming.runtime.io.StreamOneInputProcessor.processInput(StreamOneInputProcessor.java:65)',
  'org.apache.flink.streaming.runtime.tasks.StreamTask.processInput(StreamTask.java:656)',
  'org.apache.flink.streaming.runtime.tasks.mailbox.MailboxProcessor.runMailboxLoop(MailboxProcessor.java:231)',
  'org.apache.flink.streaming.runtime.tasks.StreamTask.runMailboxLoop(StreamTask.java:1022)',
  'org.apache.flink.streaming.runtime.tasks.StreamTask.invoke(StreamTask.java:959)',
  'org.apache.flink.runtime.taskmanager.Task.restoreAndInvoke(Task.java:969)',
  'org.apache.flink.runtime.taskmanager.Task.doRun(Task.java:774)',
  'org.apache.flink.runtime.taskmanager.Task.run(Task.java:579)',
  'java.base/java.lang.Thread.run(Thread.java:840)',
] as const;
