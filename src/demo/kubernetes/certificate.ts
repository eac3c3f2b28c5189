import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its key; both PEM. */
export type Certificate = { readonly certificate: string; readonly key: string };

export type CertificateOptions = {
  /** DNS names and IPv4 addresses that it is for. */
  readonly names?: readonly string[];
  /** It is signed with this authority's key; if none is given it vouches for itself. */
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
  /** In a list of names: a DNS name, an IP address. */
  dnsName: 0x82,
  ipAddress: 0x87,
  version: 0xa0,
  extensions: 0xa3,
} as const;
const ecdsaWithSha256 = der(tag.sequence, der(tag.objectId, Buffer.from('2a8648ce3d040302', 'hex')));
const commonName = Buffer.from('550403', 'hex');
const subjectAltName = Buffer.from('551d11', 'hex');
const basicConstraints = Buffer.from('551d13', 'hex');
const signerName = nameOf('flink-tui demo');

/**
 * Made anew for each server, because no key can then leak from the repository. Clients need TLS here: kubectl
 * sends no bearer token without it. Node signs but does not issue, hence the DER (RFC 5280) by hand.
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
    ...(isAuthority ? [extension(basicConstraints, der(tag.boolean, Buffer.from([0xff])))] : []),
  ];
  const toBeSigned = der(
    tag.sequence,
    der(tag.version, der(tag.integer, Buffer.from([2]))),
    // Positive, and without a leading zero that DER would forbid.
    der(tag.integer, Buffer.concat([Buffer.from([1]), randomBytes(8)])),
    ecdsaWithSha256,
    signerName,
    der(tag.sequence, utcTime(now - dayMs), utcTime(now + 365 * dayMs)),
    authority === undefined ? signerName : nameOf(names[0] ?? ''),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(tag.extensions, der(tag.sequence, ...extensions)),
  );
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', toBeSigned, authority?.key ?? privateKey)]);
  const certificate = der(tag.sequence, toBeSigned, ecdsaWithSha256, der(tag.bitString, signature));
  return { certificate: toPem(certificate), key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString() };
}

function nameOf(name: string): Buffer {
  const value = der(tag.sequence, der(tag.objectId, commonName), der(tag.utf8String, Buffer.from(name)));
  return der(tag.sequence, der(tag.set, value));
}

function alternativeName(name: string): Buffer {
  return isIPv4(name)
    ? der(tag.ipAddress, Buffer.from(name.split('.').map(Number)))
    : der(tag.dnsName, Buffer.from(name));
}

function extension(id: Buffer, ...contents: readonly Buffer[]): Buffer {
  return der(tag.sequence, der(tag.objectId, id), der(tag.octetString, der(tag.sequence, ...contents)));
}

/** One value of ASN.1: its tag, its length, its contents. */
function der(type: number, ...contents: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([type, body.length]), body]);
  const digits = body.length.toString(16);
  const length = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.from([type, 0x80 + length.length]), length, body]);
}

/** `YYMMDDHHMMSSZ` */
function utcTime(milliseconds: number): Buffer {
  const digits = new Date(milliseconds).toISOString().replace(/\D/g, '').slice(2, 14);
  return der(tag.utcTime, Buffer.from(`${digits}Z`));
}

function toPem(bytes: Buffer): string {
  const lines = bytes.toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${lines.trimEnd()}\n-----END CERTIFICATE-----\n`;
}
