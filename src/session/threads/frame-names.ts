import { isUserFrame } from '../../logs/exceptions/frame-origin.ts';

/** Whether a frame of a thread is in the code of the job. */
export const isUserCode = (frame: string): boolean => isUserFrame(`\tat ${frame}`);

/** `com.example.Store.fetch(Store.java:186)` becomes `Store.fetch`. */
export function shortFrame(frame: string): string {
  const [method = ''] = frame.split('(');
  return method.split('.').slice(-2).join('.');
}

/** Flink removes the numbers of lambdas (`VertexFlameGraphFactory`). */
const lambda = /\$\$Lambda(?:\$\d+)?\/(?:0x)?[0-9a-f]+/;

/** `org.apache.flink.streaming.runtime.tasks.StreamTask.invoke:959` becomes `StreamTask.invoke`. */
export const shortFlameName = (name: string): string =>
  shortFrame(name.replace(/:-?\d+$/, '').replace(lambda, '$$$$Lambda'));
