import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUserFrame } from '../../src/logs/exceptions/frame-origin.ts';

const frames: readonly (readonly [frame: string, isUser: boolean])[] = [
  ['\tat com.example.orders.EnrichOrders.map(EnrichOrders.java:71)', true],
  ['\tat app//com.example.orders.EnrichOrders.map(EnrichOrders.java:71) ~[job.jar:?]', true],
  ['\tat org.apache.flink.streaming.examples.windowing.TopSpeedWindowing.main(TopSpeedWindowing.java:1)', true],
  ['\tat org.apache.flink.streaming.runtime.tasks.StreamTask.invoke(StreamTask.java:959)', false],
  ['\tat java.base/java.lang.Thread.run(Thread.java:840)', false],
  ['\tat app//java.base@17.0.16/java.lang.Thread.run(Thread.java:840)', false],
  ['\tat org.apache.pekko.actor.ActorCell.invoke(ActorCell.scala:547)', false],
  ['\tat scala.PartialFunction.applyOrElse(PartialFunction.scala:127)', false],
  ['\t... 12 more', false],
];

for (const [frame, isUser] of frames) {
  test(`${frame.trim()} is ${isUser ? 'user code' : 'not user code'}`, () => {
    assert.equal(isUserFrame(frame), isUser);
  });
}
