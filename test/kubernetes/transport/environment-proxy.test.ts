import assert from 'node:assert/strict';
import { test } from 'node:test';
import { environmentProxy } from '../../../src/kubernetes/transport/environment-proxy.ts';

const proxy = 'http://proxy.example:3128';
const isProxied = (server: string, NO_PROXY = '') =>
  environmentProxy(server, { HTTPS_PROXY: proxy, NO_PROXY }) === proxy;

test("selects the proxy by the server's scheme, in upper or lower case", () => {
  assert.equal(environmentProxy('https://api.example', { HTTPS_PROXY: proxy }), proxy);
  assert.equal(environmentProxy('https://api.example', { https_proxy: 'proxy.example:3128' }), proxy);
  assert.equal(environmentProxy('http://api.example', { HTTPS_PROXY: proxy }), undefined);
  assert.equal(environmentProxy('http://api.example', { http_proxy: proxy }), proxy);
  assert.equal(environmentProxy('https://api.example', { HTTPS_PROXY: '' }), undefined);
});

test('never proxies loopback addresses', () => {
  for (const server of ['https://127.0.0.1:6443', 'https://localhost:6443', 'https://[::1]:6443']) {
    assert.equal(isProxied(server), false, server);
  }
});

test('supports hosts, domains, addresses, ranges and ports in NO_PROXY', () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ['https://api.example', '*', false],
    ['https://api.example', 'other.example, example', false],
    ['https://api.example', '.example', false],
    ['https://api.example', '*.example', false],
    ['https://example', '.example', true],
    ['https://API.example', 'api.EXAMPLE', false],
    ['https://myapi.example', 'api.example', true],
    ['https://api.example:6443', 'api.example:6443', false],
    ['https://api.example', 'api.example:6443', true],
    ['https://api.example', 'api.example:443', false],
    ['https://10.1.2.3:6443', '10.0.0.0/8', false],
    ['https://11.1.2.3:6443', '10.0.0.0/8', true],
    ['https://10.1.2.3:6443', '10.1.2.3', false],
    ['https://[fd00::7]:6443', 'fd00::/8', false],
    ['https://[fd00::7]:6443', 'fd00::7', false],
    ['https://api.example', '10.0.0.0/8', true],
  ];
  for (const [server, exceptions, expected] of cases) {
    assert.equal(isProxied(server, exceptions), expected, `${server} with NO_PROXY=${exceptions}`);
  }
});
