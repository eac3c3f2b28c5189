/**
 * Keys that contain one of these texts are secret: `GlobalConfiguration.SENSITIVE_KEYS` of Flink, with the access keys that
 * versions before FLINK-39561 show.
 */
const sensitive = [
  'password',
  'secret',
  'fs.azure.account.key',
  'apikey',
  'api-key',
  'api_key',
  'auth-params',
  'service-key',
  'token',
  'basic-auth',
  'jaas.config',
  'http-headers',
  'access-key',
  'access.key',
  'accesskey',
];
const sensitiveKey = sensitive.map((key) => key.replaceAll('.', '\\.')).join('|');

/** Replaces a secret value, as in Flink's own output. */
export const masked = '******';

/** A key up to its end. Limits make the search linear. */
const key = `(?:${sensitiveKey})[\\w.-]{0,200}`;
const value = `\\\\"[^"\\\\]*\\\\"|"(?:\\\\.|[^"\\\\])*"?|'[^']*'?|[^\\s,;&"'\\])}]+`;
/** `key=value`, `key: value`, `"key":"value"`, `--key value` */
const assignments = new RegExp(
  `(${key}(?:\\\\?["'])?\\s{0,20}(?:=>|[=:])\\s{0,200}|--[\\w.-]{0,200}${key}\\s{1,200})(?:${value})`,
  'gi',
);
/** `scheme://user:password@host`. The password may contain `@` and `:`. */
const logins = /([a-z][a-z\d+.-]{0,50}:\/\/[^\s/:"']*):[^\s/"']+@/gi;
const credentials = /\b(Bearer|Basic)\s+[\w.~+/=-]{8,}/g;
const mayContainSecret = new RegExp(`${sensitiveKey}|://|Bearer|Basic`, 'i');

export function isSensitiveKey(name: string): boolean {
  return new RegExp(sensitiveKey, 'i').test(name);
}

/** Masks values of sensitive keys, passwords in URLs, and HTTP credentials. Secrets without a key stay in the text. */
export function maskText(text: string): string {
  if (!mayContainSecret.test(text)) return text;
  return text.replace(logins, `$1:${masked}@`).replace(credentials, `$1 ${masked}`).replace(assignments, `$1${masked}`);
}

/** Masks all texts of plain data. Returns the same object if there is nothing to mask. */
export function maskTexts<T>(data: T): T {
  if (typeof data === 'string') return maskText(data) as T;
  if (typeof data !== 'object' || data === null) return data;
  if (Array.isArray(data)) {
    const items = data.map(maskTexts);
    return items.some((item, index) => item !== data[index]) ? (items as T) : data;
  }
  let result = data;
  for (const [name, part] of Object.entries(data)) {
    const safe = maskTexts(part);
    if (safe !== part) result = { ...result, [name]: safe };
  }
  return result;
}
