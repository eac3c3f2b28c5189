import { isSensitiveKey, masked, maskText } from '../../journal/mask.ts';

/** Names of variables whose values are secret, in addition to those that Flink masks. */
const secretName =
  /passw|passphrase|(^|[_.-])(pwd|auth|authorization)($|[_.-])|credential|(private|access|account|encryption|signing)[_.-]?key|connection[_.-]?string/i;
/** Fields that name a Secret or a token, but contain none. */
const reference = /^(secretName|serviceAccountToken|automountServiceAccountToken|tokenExpirationSeconds)$/;
/** PEM, JSON Web Tokens, and access keys of AWS, GitHub and Slack. */
const secretValue =
  /-----BEGIN [A-Z ]+|\beyJ[\w-]{10,}\.[\w-]{10,}|\b(AKIA|ASIA)[0-9A-Z]{16}\b|\bgh[pousr]_\w{20,}|\bxox[a-z]-\w{10,}/;

/** Whether a variable, an annotation or a field of this name has a secret value. */
function isSecretName(name: string): boolean {
  return !reference.test(name) && (secretName.test(name) || isSensitiveKey(name) || isSensitiveKey(dotted(name)));
}

/** `FS_AZURE_ACCOUNT_KEY` is the option `fs.azure.account.key`. */
const dotted = (name: string): string => name.replaceAll('_', '.');

/** Masks the value of a variable if its name or the value looks secret. */
export function maskValue(name: string, value: string): string {
  if (value === '') return value;
  return isSecretName(name) || secretValue.test(value) ? masked : maskText(value);
}

/** Returns a copy of a part of a Kubernetes object without secrets. Objects in JSON text are masked too. */
export function maskObject(part: unknown, name = ''): unknown {
  if (typeof part === 'string') return maskJson(part) ?? maskValue(name, part);
  if (Array.isArray(part)) return part.map((item) => maskObject(item, name));
  if (typeof part !== 'object' || part === null) return part;
  const fields = Object.entries(part);
  const variable = 'name' in part && typeof part.name === 'string' ? part.name : undefined;
  return Object.fromEntries(
    fields.map(([key, value]) => {
      // The pair of name and value: of a variable, or of an HTTP header of a probe.
      if (key === 'value' && variable !== undefined) return [key, maskObject(value, variable)];
      return [key, maskObject(value, key)];
    }),
  );
}

/** Masks JSON in a text, as in the annotation of `kubectl apply`. Returns undefined for other text. */
function maskJson(text: string): string | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.stringify(maskObject(JSON.parse(text)));
  } catch {
    return undefined;
  }
}
