import { readFileSync } from 'node:fs';
import { KubernetesError } from '../error.ts';

/** Reads a bearer token from a file. Call it for each request, because the file can be replaced at any time. */
export function readTokenFile(path: string): string {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    const problem = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'does not exist' : 'cannot be read';
    throw new KubernetesError('credentials', `the token file ${path} in the kubeconfig ${problem}`, { cause });
  }
  const token = text.trim();
  if (token === '') throw new KubernetesError('credentials', `the token file ${path} in the kubeconfig is empty`);
  return token;
}
