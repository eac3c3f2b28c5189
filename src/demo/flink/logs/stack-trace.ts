/** A Java exception as it is thrown: itself, and what it was caused by. */
export type Thrown = {
  readonly className: string;
  readonly message: string;
  /** `Class.method(File.java:1)`, the innermost first. */
  readonly frames: readonly string[];
  readonly cause?: Thrown | undefined;
};

const frameOf = (frame: string) => `\tat ${frame}`;

/** The lines of its stack trace, as `Throwable.printStackTrace` writes them. */
export function stackTrace(thrown: Thrown): readonly string[] {
  const lines = [`${thrown.className}: ${thrown.message}`, ...thrown.frames.map(frameOf)];
  for (let cause = thrown.cause; cause; cause = cause.cause) {
    lines.push(`Caused by: ${cause.className}: ${cause.message}`);
    for (const frame of cause.frames) lines.push(frameOf(frame));
    lines.push(`\t... ${thrown.frames.length} more`);
  }
  return lines;
}

/** Where every record of an operator with one input comes from. */
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
