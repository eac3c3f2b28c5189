const untrusted =
  'its certificate is not trusted here; --rest-ca FILE names the certificate, or the authority, to trust';
const needsClientCertificate = 'it wants a client certificate that it knows: --rest-cert FILE and --rest-key FILE';

const reasons: { readonly [code: string]: string } = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ECONNRESET: 'the connection was cut',
  EPIPE: 'the connection was cut',
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'its name cannot be looked up now',
  EHOSTUNREACH: 'there is no way to that host',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'it takes no connection',
  ABORT_ERR: 'it takes no connection', // within the time that there is for it
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: 'its certificate has expired',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet, by the clock of this machine',
  ERR_SSL_WRONG_VERSION_NUMBER: 'it does not speak TLS: its URL begins with http://',
  ERR_SSL_PACKET_LENGTH_TOO_LONG: 'it does not speak TLS: its URL begins with http://',
  ERR_OSSL_X509_KEY_VALUES_MISMATCH: '--rest-cert and --rest-key do not belong together',
  ERR_OSSL_PEM_NO_START_LINE: 'a file of --rest-ca, --rest-cert or --rest-key is not PEM',
};

/** How a server turns a client away: each version of TLS, and each of OpenSSL, has names of its own for it. */
const clientRejected =
  /_ALERT_(CERTIFICATE_REQUIRED|NO_CERTIFICATE|HANDSHAKE_FAILURE|(BAD|UNSUPPORTED)_CERTIFICATE|CERTIFICATE_(UNKNOWN|EXPIRED|REVOKED)|UNKNOWN_CA|ACCESS_DENIED|DECRYPT_ERROR)$/;

/** Why a connection to Flink's REST API did not come about, and what would help, without a full stop. */
export function connectionReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return nameReason(error as AltNameError);
  // A TLS server hangs up on plain HTTP, or answers with an alert, which is no HTTP.
  if (code?.startsWith('HPE_')) return 'what answers is no HTTP; does it want https?';
  if (code !== undefined && clientRejected.test(code)) return needsClientCertificate;
  // OpenSSL's messages are for its authors; the reason within is a few words.
  const { reason = error.message.split('\n')[0] ?? '' } = error as { readonly reason?: string };
  return (code === undefined ? undefined : reasons[code]) ?? reason.replace(/\.$/, '');
}

type AltNameError = Error & { readonly host?: string; readonly cert?: { readonly subjectaltname?: string } };

function nameReason({ host, cert }: AltNameError): string {
  const names = cert?.subjectaltname?.replace(/\b(DNS|IP Address):/g, '') ?? 'no name at all';
  return `its certificate is for ${names}, and not for ${host}; as --rest-ca FILE that very certificate is trusted under any name`;
}
