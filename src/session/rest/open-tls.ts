import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { isIP } from 'node:net';
import type { Duplex } from 'node:stream';
import { checkServerIdentity, connect, type PeerCertificate, type TLSSocket } from 'node:tls';
import { type RestAccess, readRestFile } from './rest-access.ts';

/**
 * Opens TLS over a connection, or closes the connection and rejects with Node's error. The certificate must match one
 * of the names, or be contained in `caFile`.
 */
export async function openTls(
  connection: Duplex,
  names: readonly string[],
  access: RestAccess,
  signal: AbortSignal,
): Promise<TLSSocket> {
  let socket: TLSSocket | undefined;
  try {
    const { ca, cert, key } = await readFiles(access);
    const [name = ''] = names;
    socket = connect({
      socket: connection,
      ...(isIP(name) === 0 && { servername: name }),
      ...(ca !== undefined && { ca, allowPartialTrustChain: true }),
      ...(cert !== undefined && { cert, key: key ?? cert }),
      checkServerIdentity: (_, certificate) =>
        ca !== undefined && isCertificateIn(certificate, ca) ? undefined : identityError(names, certificate),
    });
    await once(socket, 'secureConnect', { signal });
    return socket;
  } catch (error) {
    socket?.destroy();
    connection.destroy();
    throw error;
  }
}

async function readFiles({ caFile, certFile, keyFile }: RestAccess) {
  const read = (path: string | undefined, option: string) =>
    path === undefined ? undefined : readRestFile(path, option);
  const [ca, cert, key] = await Promise.all([
    read(caFile, '--rest-ca'),
    read(certFile, '--rest-cert'),
    read(keyFile, '--rest-key'),
  ]);
  return { ca, cert, key };
}

function isCertificateIn({ raw }: PeerCertificate, pem: string): boolean {
  const certificates = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  return certificates.some((certificate) => new X509Certificate(certificate).raw.equals(raw));
}

function identityError(names: readonly string[], certificate: PeerCertificate): Error | undefined {
  const errors = names.map((name) => checkServerIdentity(name, certificate));
  return errors.includes(undefined) ? undefined : errors[0];
}
