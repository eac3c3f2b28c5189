import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMoment } from '../../src/logs/parse-moment.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const at = (text: string) => {
  const moment = parseMoment(text, now);
  return moment === undefined ? undefined : new Date(moment).toISOString();
};

test('parses a time of day as its most recent occurrence', () => {
  assert.equal(at('11:05'), '2026-11-24T11:05:00.000Z');
  assert.equal(at('9:05:30'), '2026-11-24T09:05:30.000Z');
  assert.equal(at('09:05:30,5'), '2026-11-24T09:05:30.500Z');
  assert.equal(at('14:05'), '2026-11-23T14:05:00.000Z');
});

test('parses a duration as relative to now', () => {
  assert.equal(at('-10m'), '2026-11-24T11:50:00.000Z');
  assert.equal(at(' -1h30m '), '2026-11-24T10:30:00.000Z');
});

test('parses a date with a time and an optional zone', () => {
  assert.equal(at('2026-11-20 10:00'), '2026-11-20T10:00:00.000Z');
  assert.equal(at('2026-11-20T10:00:00.123Z'), '2026-11-20T10:00:00.123Z');
  assert.equal(at('2026-11-20T10:00:00+02:00'), '2026-11-20T08:00:00.000Z');
});

test('parses local times in the time zone of this computer', () => {
  const local = parseMoment('2026-11-20 10:00', now, 'local');
  assert.equal(local, new Date(2026, 10, 20, 10, 0).getTime());
});

test('rejects invalid times', () => {
  for (const text of ['', 'soon', '25:00', '10:61', '10', '-10', '2026-13-40 10:00'])
    assert.equal(at(text), undefined, text);
});
