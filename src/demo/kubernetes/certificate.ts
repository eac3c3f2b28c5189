import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its private key, both in PEM. */
export type Certificate = { readonly certificate: string; readonly key: string };

export type CertificateOptions = {
  /** DNS names and IPv4 addresses of the server. */
  readonly names?: readonly string[];
  /** Certificate authority that signs the certificate. If undefined, the certificate is self-signed. */
  readonly authority?: Pick<Certificate, 'key'>;
  readonly isAuthority?: boolean;
};

const dayMs = 86_400_000;
const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectId: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific tags of a subject alternative name. */
  dnsName: 0x82,
  ipAddress: 0x87,
  version: 0xa0,
  extensions: 0xa3,
} as const;
const ecdsaWithSha256 = encodeDer(tag.sequence, encodeDer(tag.objectId, Buffer.from('2a8648ce3d040302', 'hex')));
const commonName = Buffer.from('550403', 'hex');
const subjectAltName = Buffer.from('551d11', 'hex');
const basicConstraints = Buffer.from('551d13', 'hex');
const issuerName = distinguishedName('flink-tui demo');

/**
 * Issues a new certificate (RFC 5280), so that the repository contains no private key. The demo needs TLS because
 * kubectl sends bearer tokens only over TLS.
 */
export function issueCertificate({
  names = ['127.0.0.1', 'localhost'],
  authority,
  isAuthority = false,
}: CertificateOptions = {}): Certificate {
  const now = Date.now();
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const extensions = [
    extension(subjectAltName, ...names.map(alternativeName)),
    ...(isAuthority ? [extension(basicConstraints, encodeDer(tag.boolean, Buffer.from([0xff])))] : []),
  ];
  const tbsCertificate = encodeDer(
    tag.sequence,
    encodeDer(tag.version, encodeDer(tag.integer, Buffer.from([2]))),
    // The leading 1 makes the serial number positive and prevents a redundant zero byte, which DER forbids.
    encodeDer(tag.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    issuerName,
    encodeDer(tag.sequence, utcTime(now - dayMs), utcTime(now + 365 * dayMs)),
    authority === undefined ? issuerName : distinguishedName(names[0] ?? ''),
    publicKey.export({ type: 'spki', format: 'der' }),
    encodeDer(tag.extensions, encodeDer(tag.sequence, ...extensions)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', tbsCertificate, authority?.key ?? privateKey)]);
  const certificate = encodeDer(tag.sequence, tbsCertificate, ecdsaWithSha256, encodeDer(tag.bitString, signature));
  return { certificate: toPem(certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function distinguishedName(name: string): Buffer {
  const value = encodeDer(
    tag.sequence,
    encodeDer(tag.objectId, commonName),
    encodeDer(tag.utf8String, Buffer.from(name)),
  );
  return encodeDer(tag.sequence, encodeDer(tag.set, value));
}

function alternativeName(name: string): Buffer {
  return isIPv4(name)
    ? encodeDer(tag.ipAddress, Buffer.from(name.split('.').map(Number)))
    : encodeDer(tag.dnsName, Buffer.from(name));
}

function extension(id: Buffer, ...contents: readonly Buffer[]): Buffer {
  return encodeDer(
    tag.sequence,
    encodeDer(tag.objectId, id),
    encodeDer(tag.octetString, encodeDer(tag.sequence, ...contents)),
  );
}

/** Encodes one ASN.1 value as tag, length and contents (DER). Node has no API to issue certificates. */
function encodeDer(type: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([type, body.length]), body]);
  const digits = body.length.toString(16);
  const length = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.from([type, 0x80 + length.length]), length, body]);
}

/** Encodes a UTCTime, `YYMMDDHHMMSSZ`. */
function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14);
  return encodeDer(tag.utcTime, Buffer.from(`${digits}Z`));
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
}
