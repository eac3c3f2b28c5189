import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionReason } from '../../../src/session/rest/connection-reason.ts';

const cases: readonly (readonly [error: Error, says: string])[] = [
  [withCode('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:8081'), 'nothing listens there (connection refused)'],
  [withCode('ECONNRESET', 'socket hang up'), 'the connection was cut'],
  [withCode('ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:8081'), 'it takes no connection'],
  [withCode('ABORT_ERR', 'The operation was aborted'), 'it takes no connection'],
  [withCode('EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:8081'), 'there is no way to that host'],
  [withCode('ENETUNREACH', 'connect ENETUNREACH 10.0.0.1:8081'), 'there is no network'],
  [withCode('EAI_AGAIN', 'getaddrinfo EAI_AGAIN flink.example'), 'its name cannot be looked up now'],
  [withCode('ENOTFOUND', 'getaddrinfo ENOTFOUND flink.example'), 'its name is not known'],
  [withCode('HPE_INVALID_CONSTANT', 'Parse Error'), 'what answers is no HTTP; does it want https?'],
  [new Error('something new.\nand more'), 'something new'],
];

for (const [error, says] of cases) {
  test(`${error.message.split('\n')[0]}: ${says}`, () => assert.equal(connectionReason(error), says));
}

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
