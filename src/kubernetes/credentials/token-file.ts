import { readFileSync } from 'node:fs';
import { KubernetesError } from '../error.ts';

/**
 * The bearer token that stands in a file. To be read for each request: what renews the file tells nobody, and a token is
 * shorter than the request that it goes with.
 */
export function readTokenFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read';
    throw new KubernetesError('credentials', `The token file ${path} of the kubeconfig ${reason}.`, { cause });
  }
  const token = text.trim();
  if (token === '') throw new KubernetesError('credentials', `The token file ${path} of the kubeconfig is empty.`);
  return token;
}
