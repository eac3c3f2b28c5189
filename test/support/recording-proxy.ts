import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { issueCertificate } from '../../src/demo/kubernetes/certificate.ts';

/** One forwarded request with its bearer token. */
export type ProxiedRequest = {
  readonly at: number;
  readonly token: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
};

export type RecordingProxy = {
  readonly url: string;
  /** The proxy's certificate in PEM format. */
  readonly certificate: string;
  /** The requests so far, in the order of their responses. */
  readonly requests: () => readonly ProxiedRequest[];
  readonly close: () => void;
};

/** Starts a reverse proxy for an API server. The proxy forwards every request unchanged and records its token. */
export async function startRecordingProxy(server: {
  readonly url: string;
  readonly ca: Buffer;
}): Promise<RecordingProxy> {
  const requests: ProxiedRequest[] = [];
  const { certificate, key } = issueCertificate();
  const proxy = createServer({ cert: certificate, key });

  function forward(incoming: IncomingMessage) {
    const { method = '', url: path = '', headers } = incoming;
    const at = Date.now();
    const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
    const outgoing = request(`${server.url}${path}`, { method, headers, ca: server.ca, agent: false });
    const record = ({ statusCode: status = 0 }: IncomingMessage) => requests.push({ at, token, method, path, status });
    outgoing.once('response', record);
    outgoing.once('upgrade', record);
    return outgoing;
  }

  proxy.on('request', (incoming, response) => {
    const outgoing = forward(incoming);
    outgoing.once('response', (reply) => {
      response.writeHead(reply.statusCode ?? 0, reply.headers);
      response.flushHeaders();
      pipeline(reply, response, () => {});
    });
    outgoing.once('error', () => response.destroy());
    response.once('close', () => outgoing.destroy());
    incoming.pipe(outgoing);
  });
  proxy.on('upgrade', (incoming: IncomingMessage, client: Duplex, first: Buffer) => {
    const outgoing = forward(incoming);
    outgoing.once('upgrade', (reply, socket, head) => {
      client.write(headOf(reply));
      client.write(head);
      socket.write(first);
      pipeline(client, socket, client, () => {});
    });
    outgoing.once('response', (reply) => {
      client.write(headOf(reply));
      pipeline(reply, client, () => {});
    });
    outgoing.once('error', () => client.destroy());
    outgoing.end();
  });

  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  return {
    url: `https://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    certificate,
    requests: () => requests,
    close: () => {
      proxy.close();
      proxy.closeAllConnections();
    },
  };
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.map((part, index) => `${part}${index % 2 === 0 ? ': ' : '\r\n'}`);
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}\r\n`;
}
