const untrusted = 'its certificate is not trusted; add the certificate or its authority with --rest-ca FILE';
const needsClientCertificate = 'it requires a client certificate; set --rest-cert FILE and --rest-key FILE';

const reasons: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'connection lost',
  EPIPE: 'connection lost',
  ENOTFOUND: 'host name not found',
  EAI_AGAIN: 'temporary failure in name resolution',
  EHOSTUNREACH: 'no route to host',
  ENETUNREACH: 'network is unreachable',
  ETIMEDOUT: 'connection timed out',
  ABORT_ERR: 'connection timed out', // the connect timeout has passed
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: "its certificate is not valid yet according to this computer's clock",
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not use TLS; change the URL to http://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not use TLS; change the URL to http://',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: '--rest-cert and --rest-key do not match',
  ERR_OSSL_PEM_NO_START_LINE: 'the file of --rest-ca, --rest-cert or --rest-key is not in PEM format',
};

/** Error codes for a rejected client certificate. Each version of TLS and OpenSSL uses its own names. */
const clientRejected =
  /_ALERT_(CERTIFICATE_REQUIRED|NO_CERTIFICATE|HANDSHAKE_FAILURE|(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED)|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)$/;

/** Explains why a connection to Flink's REST API failed and how to fix it. The text has no full stop at its end. */
export function connectionReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return nameReason(error as AltNameError);
  // A TLS server closes a plain HTTP connection, or sends an alert that is not HTTP.
  if (code?.startsWith('HPE_')) return 'the response is not HTTP; change the URL to https://';
  if (code !== undefined && clientRejected.test(code)) return needsClientCertificate;
  // OpenSSL's messages are hard to read, but their `reason` is a few plain words.
  const { reason = error.message.split('\n')[0] ?? '' } = error as { readonly reason?: string };
  return (code === undefined ? undefined : reasons[code]) ?? reason.replace(/\.$/, '');
}

type AltNameError = Error & { readonly host?: string; readonly cert?: { readonly subjectaltname?: string } };

function nameReason({ host, cert }: AltNameError): string {
  const names = cert?.subjectaltname?.replace(/\b(DNS|IP Address):/g, '') ?? 'no host name';
  return `its certificate is for ${names}, not for ${host}; pass this certificate as --rest-ca FILE to accept it for any name`;
}
