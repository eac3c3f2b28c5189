/** Frames of Flink 2.3 and Java 17, as in thread dumps of a real cluster. */
export const java = (method: string): string => `java.base@17.0.16/${method}`;
const flink = (method: string): string => `app//org.apache.flink.${method}`;

const task = [
  flink('streaming.runtime.tasks.StreamTask.runMailboxLoop(StreamTask.java:1022)'),
  flink('streaming.runtime.tasks.StreamTask.invoke(StreamTask.java:959)'),
  flink('runtime.taskmanager.Task$$Lambda$926/0x00007f2adc6948a0.run(Unknown Source)'),
  flink('runtime.taskmanager.Task.runWithSystemExitMonitoring(Task.java:987)'),
  flink('runtime.taskmanager.Task.restoreAndInvoke(Task.java:969)'),
  flink('runtime.taskmanager.Task.doRun(Task.java:774)'),
  flink('runtime.taskmanager.Task.run(Task.java:579)'),
  java('java.lang.Thread.run(Thread.java:840)'),
];

export const conditionObject = 'java.util.concurrent.locks.AbstractQueuedSynchronizer$ConditionObject';
const parkNanos = [
  java('jdk.internal.misc.Unsafe.park(Native Method)'),
  java('java.util.concurrent.locks.LockSupport.parkNanos(LockSupport.java:252)'),
];

/** A task without input, or without free output buffers. */
export const mailboxFrames: readonly string[] = [
  ...parkNanos,
  java(`${conditionObject}.await(AbstractQueuedSynchronizer.java:1764)`),
  flink('streaming.runtime.tasks.mailbox.TaskMailboxImpl.take(TaskMailboxImpl.java:161)'),
  flink(
    'streaming.runtime.tasks.mailbox.MailboxProcessor.processMailsWhenDefaultActionUnavailable(MailboxProcessor.java:380)',
  ),
  flink('streaming.runtime.tasks.mailbox.MailboxProcessor.processMail(MailboxProcessor.java:369)'),
  flink('streaming.runtime.tasks.mailbox.MailboxProcessor.runMailboxLoop(MailboxProcessor.java:229)'),
  ...task,
];

const processing = [
  flink('streaming.runtime.io.StreamOneInputProcessor.processInput(StreamOneInputProcessor.java:65)'),
  flink('streaming.runtime.tasks.StreamTask.processInput(StreamTask.java:656)'),
  flink('streaming.runtime.tasks.StreamTask$$Lambda$784/0x00007f2adc60f848.runDefaultAction(Unknown Source)'),
  flink('streaming.runtime.tasks.mailbox.MailboxProcessor.runMailboxLoop(MailboxProcessor.java:231)'),
  ...task,
];

/** The frames below user code in a source. */
export const sourceFrames: readonly string[] = [
  flink('streaming.api.operators.SourceOperator.emitNext(SourceOperator.java:535)'),
  flink('streaming.runtime.io.StreamTaskSourceInput.emitNext(StreamTaskSourceInput.java:68)'),
  ...processing,
];

/** The frames below user code in a vertex with an input. */
export const inputFrames: readonly string[] = [
  flink('streaming.api.operators.StreamMap.processElement(StreamMap.java:37)'),
  flink('streaming.runtime.io.RecordProcessorUtils$$Lambda$826/0x00007f2adc654000.accept(Unknown Source)'),
  flink('streaming.runtime.io.AbstractStreamTaskNetworkInput.processElement(AbstractStreamTaskNetworkInput.java:206)'),
  flink('streaming.runtime.io.AbstractStreamTaskNetworkInput.emitNext(AbstractStreamTaskNetworkInput.java:163)'),
  ...processing,
];

/** The frames above those of a vertex that serialises a record. */
export const serialisingFrames: readonly string[] = [
  flink('api.common.typeutils.base.StringSerializer.serialize(StringSerializer.java:72)'),
  flink('streaming.runtime.streamrecord.StreamElementSerializer.serialize(StreamElementSerializer.java:174)'),
  flink('runtime.io.network.api.writer.RecordWriter.serializeRecord(RecordWriter.java:173)'),
  flink('streaming.runtime.io.RecordWriterOutput.pushToRecordWriter(RecordWriterOutput.java:134)'),
];

export const schedulerFrames: readonly string[] = [
  ...parkNanos,
  java(`${conditionObject}.awaitNanos(AbstractQueuedSynchronizer.java:1679)`),
  java('java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue.take(ScheduledThreadPoolExecutor.java:1182)'),
  java('java.util.concurrent.ThreadPoolExecutor.getTask(ThreadPoolExecutor.java:1062)'),
  java('java.util.concurrent.ThreadPoolExecutor.runWorker(ThreadPoolExecutor.java:1122)'),
  java('java.util.concurrent.ThreadPoolExecutor$Worker.run(ThreadPoolExecutor.java:635)'),
  java('java.lang.Thread.run(Thread.java:840)'),
];

export const flusherFrames: readonly string[] = [
  java('java.lang.Thread.sleep(Native Method)'),
  flink('runtime.io.network.api.writer.RecordWriter$OutputFlusher.run(RecordWriter.java:280)'),
];

export const poolFrames: readonly string[] = [
  java('jdk.internal.misc.Unsafe.park(Native Method)'),
  java('java.util.concurrent.locks.LockSupport.park(LockSupport.java:341)'),
  java('java.util.concurrent.ForkJoinPool.awaitWork(ForkJoinPool.java:1724)'),
  java('java.util.concurrent.ForkJoinPool.runWorker(ForkJoinPool.java:1623)'),
  java('java.util.concurrent.ForkJoinWorkerThread.run(ForkJoinWorkerThread.java:165)'),
];

/** The thread that takes the dump. */
export const dumpingFrames = (owner: string): readonly string[] => [
  'java.management@17.0.16/sun.management.ThreadImpl.dumpThreads0(Native Method)',
  'java.management@17.0.16/sun.management.ThreadImpl.dumpAllThreads(ThreadImpl.java:528)',
  flink('runtime.util.JvmUtils.createThreadDump(JvmUtils.java:50)'),
  flink('runtime.rest.messages.ThreadDumpInfo.dumpAndCreate(ThreadDumpInfo.java:59)'),
  flink(`${owner}.requestThreadDump(${owner.split('.').at(-1)}.java:1860)`),
  'org.apache.pekko.dispatch.Mailbox.run(Mailbox.scala:231)',
  java('java.util.concurrent.ForkJoinWorkerThread.run(ForkJoinWorkerThread.java:165)'),
];

export const selectFrames: readonly string[] = [
  java('sun.nio.ch.EPoll.wait(Native Method)'),
  java('sun.nio.ch.EPollSelectorImpl.doSelect(EPollSelectorImpl.java:118)'),
  java('sun.nio.ch.SelectorImpl.select(SelectorImpl.java:141)'),
  'org.apache.flink.shaded.netty4.io.netty.channel.nio.NioIoHandler.run(NioIoHandler.java:425)',
  java('java.lang.Thread.run(Thread.java:840)'),
];
