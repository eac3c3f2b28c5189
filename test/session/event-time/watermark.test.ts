import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  compareWatermarks,
  distanceMs,
  highest,
  lowest,
  type Watermark,
  watermarkOf,
} from '../../../src/session/event-time/watermark.ts';

test('the limits of a long are no times, although a number cannot hold them exactly', () => {
  const texts = [
    '-9223372036854775808',
    '9223372036854775807',
    '-9.223372036854776E18',
    '9.223372036854776E18',
    '1795945755456',
  ];
  assert.deepEqual(
    texts.map((text) => watermarkOf(Number(text))),
    ['none', 'ended', 'none', 'ended', 1_795_945_755_456],
  );
  assert.equal(watermarkOf(0), 0);
});

test('no watermark is the lowest one, and an ended one the highest', () => {
  const all: readonly Watermark[] = ['ended', 20, 'none', 10];
  assert.deepEqual(all.toSorted(compareWatermarks), ['none', 10, 20, 'ended']);
  assert.deepEqual([lowest(all), highest(all), lowest([])], ['none', 'ended', undefined]);
  assert.deepEqual(
    [distanceMs(10, 25), distanceMs('none', 10), distanceMs('none', 'none'), distanceMs(10, 'ended')],
    [15, Number.POSITIVE_INFINITY, 0, Number.POSITIVE_INFINITY],
  );
});
