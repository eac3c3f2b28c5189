import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AllowedHosts, checkHost, maxHeadBytes } from '../../../src/session/forwards/check-host.ts';

const local: AllowedHosts = { names: [], addresses: ['127.0.0.1'] };
const check = (text: string, allowed: AllowedHosts = local) => checkHost(Buffer.from(text, 'latin1'), allowed);
const requestFor = (host: string) => `GET /overview HTTP/1.1\r\nAccept: */*\r\nHost: ${host}\r\n\r\n`;
const refused = (refusedHost: string) => ({ refusedHost });

test('allows local names and addresses with any port', () => {
  for (const host of [
    'localhost',
    'localhost:8081',
    'LocalHost:9000',
    'localhost.',
    'flink.localhost:8081',
    '127.0.0.1:8081',
    '127.8.9.10',
    '[::1]:8081',
    '[0:0:0:0:0:0:0:1]',
  ])
    assert.equal(check(requestFor(host)), 'pass', host);
});

test("allows the forward's own address, and the connection's local address for 0.0.0.0", () => {
  const wildcard = { names: [], addresses: ['0.0.0.0', '::ffff:192.168.1.5'] };
  assert.equal(check(requestFor('192.168.1.5:8081'), wildcard), 'pass');
  assert.deepEqual(check(requestFor('192.168.1.6:8081'), wildcard), refused('192.168.1.6:8081'));
  assert.equal(check(requestFor('[fd00::5]'), { names: [], addresses: ['fd00::5'] }), 'pass');
  assert.equal(check(requestFor('laptop:8081'), { names: [], addresses: ['laptop'] }), 'pass');
});

test('rejects other hosts, even if they resemble local hosts', () => {
  for (const host of [
    'evil.example.com',
    'evil.example.com:8081',
    'localhost.evil.example.com',
    '127.0.0.1.evil.example.com',
    'notlocalhost',
    '10.0.0.7:8081',
    '[::2]',
    'localhost@evil.example.com',
    'evil.example.com/localhost',
  ])
    assert.deepEqual(check(requestFor(host)), refused(host), host);
  const twice = 'GET / HTTP/1.1\r\nHost: localhost\r\nhost: evil.example.com\r\n\r\n';
  assert.deepEqual(check(twice), refused('evil.example.com'));
  assert.deepEqual(check('post /jars HTTP/1.1\nHOST:evil.example.com\n\n'), refused('evil.example.com'));
});

test('allows names, subdomain patterns and "*" from the forward-hosts setting', () => {
  const allow = (...names: string[]) => ({ names, addresses: [] });
  assert.equal(check(requestFor('Flink.Example.com:443'), allow('flink.example.com')), 'pass');
  assert.deepEqual(
    check(requestFor('a.flink.example.com'), allow('flink.example.com')),
    refused('a.flink.example.com'),
  );
  assert.equal(check(requestFor('a.b.example.com'), allow('*.example.com')), 'pass');
  assert.deepEqual(check(requestFor('example.com'), allow('*.example.com')), refused('example.com'));
  assert.equal(check(requestFor('anything'), allow('*')), 'pass');
});

test('allows other protocols and requests without a Host', () => {
  for (const bytes of ['\x16\x03\x01\x02\x00', '\x00\x00\x00\x20', 'AKKA\x01', 'PING\r\n', 'PRI * HTTP/2.0\r\n\r\nSM'])
    assert.equal(check(bytes), 'pass', JSON.stringify(bytes));
  assert.equal(check('GET / HTTP/1.0\r\n\r\n'), 'pass');
  assert.equal(check('GET / HTTP/1.1\r\nHost:\r\n\r\n'), 'pass');
  assert.equal(check('POST / HTTP/1.1\r\nHost: localhost\r\n\r\nHost: evil.example.com\r\n\r\n'), 'pass', 'in a body');
});

test('waits for the rest of a header section, but rejects an oversized one', () => {
  const whole = requestFor('evil.example.com');
  for (let length = 1; length < whole.length; length += 1) {
    const piece = whole.slice(0, length);
    const expected = piece.includes('\n') ? 'wait' : 'wait-for-line';
    assert.equal(check(piece), expected, JSON.stringify(piece));
  }
  assert.equal(typeof check('GET / HTTP/1.1\r\nX: '.padEnd(maxHeadBytes, 'x')), 'object');
  assert.equal(typeof check('GET /'.padEnd(maxHeadBytes, 'x')), 'object');
});
