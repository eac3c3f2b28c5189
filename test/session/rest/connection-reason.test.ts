import assert from 'node:assert/strict';
import { test } from 'node:test';
import { connectionReason } from '../../../src/session/rest/connection-reason.ts';

const cases: readonly (readonly [error: Error, reason: string])[] = [
  [withCode('ECONNREFUSED', 'connect ECONNREFUSED 10.0.0.1:8081'), 'nothing listens there (connection refused)'],
  [withCode('ECONNRESET', 'socket hang up'), 'connection lost'],
  [withCode('ETIMEDOUT', 'connect ETIMEDOUT 10.0.0.1:8081'), 'connection timed out'],
  [withCode('ABORT_ERR', 'The operation was aborted'), 'connection timed out'],
  [withCode('EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:8081'), 'no route to host'],
  [withCode('ENETUNREACH', 'connect ENETUNREACH 10.0.0.1:8081'), 'network is unreachable'],
  [withCode('EAI_AGAIN', 'getaddrinfo EAI_AGAIN flink.example'), 'temporary failure in name resolution'],
  [withCode('ENOTFOUND', 'getaddrinfo ENOTFOUND flink.example'), 'host name not found'],
  [withCode('HPE_INVALID_CONSTANT', 'Parse Error'), 'the response is not HTTP; change the URL to https://'],
  [new Error('something new.\nand more'), 'something new'],
];

for (const [error, reason] of cases) {
  test(`${error.message.split('\n')[0]}: ${reason}`, () => assert.equal(connectionReason(error), reason));
}

function withCode(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
