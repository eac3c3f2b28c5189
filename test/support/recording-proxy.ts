import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { createServer, request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Duplex, pipeline } from 'node:stream';
import { issueCertificate } from '../../src/demo/kubernetes/certificate.ts';

/** One request as it passed, with the bearer token that it came with. */
export type ProxiedRequest = {
  readonly at: number;
  readonly token: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
};

export type RecordingProxy = {
  readonly url: string;
  /** What vouches for it, PEM. */
  readonly certificate: string;
  /** In the order of their answers. */
  readonly requests: () => readonly ProxiedRequest[];
  readonly close: () => void;
};

/** Stands before an API server, passes on every request as it is, and writes down who came with which token. */
export async function startRecordingProxy(server: {
  readonly url: string;
  readonly ca: Buffer;
}): Promise<RecordingProxy> {
  const passed: ProxiedRequest[] = [];
  const { certificate, key } = issueCertificate();
  const gate = createServer({ cert: certificate, key });

  function passOn(asked: IncomingMessage) {
    const { method = '', url: path = '', headers } = asked;
    const at = Date.now();
    const [, token = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
    const onwards = request(`${server.url}${path}`, { method, headers, ca: server.ca, agent: false });
    const record = ({ statusCode: status = 0 }: IncomingMessage) => passed.push({ at, token, method, path, status });
    onwards.once('response', record);
    onwards.once('upgrade', record);
    return onwards;
  }

  gate.on('request', (asked, response) => {
    const onwards = passOn(asked);
    onwards.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 0, answer.headers);
      response.flushHeaders();
      pipeline(answer, response, () => {});
    });
    onwards.once('error', () => response.destroy());
    response.once('close', () => onwards.destroy());
    asked.pipe(onwards);
  });
  gate.on('upgrade', (asked: IncomingMessage, client: Duplex, first: Buffer) => {
    const onwards = passOn(asked);
    onwards.once('upgrade', (answer, socket, head) => {
      client.write(headOf(answer));
      client.write(head);
      socket.write(first);
      pipeline(client, socket, client, () => {});
    });
    onwards.once('response', (answer) => {
      client.write(headOf(answer));
      pipeline(answer, client, () => {});
    });
    onwards.once('error', () => client.destroy());
    onwards.end();
  });

  gate.listen(0, '127.0.0.1');
  await once(gate, 'listening');
  return {
    url: `https://127.0.0.1:${(gate.address() as AddressInfo).port}`,
    certificate,
    requests: () => passed,
    close: () => {
      gate.close();
      gate.closeAllConnections();
    },
  };
}

function headOf({ statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = rawHeaders.map((word, index) => `${word}${index % 2 === 0 ? ': ' : '\r\n'}`);
  return `HTTP/1.1 ${statusCode} ${statusMessage}\r\n${lines.join('')}\r\n`;
}
