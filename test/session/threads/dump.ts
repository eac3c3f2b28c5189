import type { JvmThread, ThreadState } from '../../../src/flink/thread-responses.ts';

const mailbox = [
  'jdk.internal.misc.Unsafe.park(Native Method)',
  'org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailboxImpl.take(TaskMailboxImpl.java:161)',
  'org.apache.flink.streaming.runtime.tasks.StreamTask.invoke(StreamTask.java:959)',
];
const operator = [
  'org.apache.flink.streaming.api.operators.StreamMap.processElement(StreamMap.java:37)',
  'org.apache.flink.streaming.runtime.tasks.StreamTask.invoke(StreamTask.java:959)',
];

export const stacks = {
  mailbox,
  fetching: [
    'java.lang.Thread.sleep(Native Method)',
    'Trouble$Store.fetch(Trouble.java:186)',
    'Trouble$Work.map(Trouble.java:230)',
    ...operator,
  ],
  emitting: [
    'jdk.internal.misc.Unsafe.park(Native Method)',
    'org.apache.flink.runtime.io.network.buffer.LocalBufferPool.requestMemorySegmentBlocking(LocalBufferPool.java:401)',
    'org.apache.flink.streaming.api.operators.TimestampedCollector.collect(TimestampedCollector.java:51)',
    'Trouble$Work.flatMap(Trouble.java:240)',
    ...operator,
  ],
  serialising: [
    'org.apache.flink.api.common.typeutils.base.StringSerializer.serialize(StringSerializer.java:72)',
    'org.apache.flink.runtime.io.network.api.writer.RecordWriter.serializeRecord(RecordWriter.java:173)',
    ...operator,
  ],
  reading: [
    'sun.nio.ch.Net.poll(Native Method)',
    'java.net.Socket$SocketInputStream.read(Socket.java:1099)',
    'com.example.Client.ask(Client.java:9)',
    ...operator,
  ],
};

export function threadOf(name: string, frames: readonly string[], state: ThreadState = 'TIMED_WAITING'): JvmThread {
  return { name, state, frames, waitingOn: undefined, lockOwner: undefined };
}
