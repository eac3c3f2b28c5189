import type { PodObject } from '../../kubectl/pod-summary.ts';
import { badRequest } from '../status.ts';

/** Returns the requested container, or the only container of the pod. */
export function chooseContainer(name: string, { spec }: PodObject, requested: string | undefined): string {
  const names = (spec?.containers ?? []).map((container) => container.name);
  if (requested === undefined) {
    if (names.length === 1) return names[0] as string;
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  }
  if (!names.includes(requested)) throw badRequest(`container ${requested} is not valid for pod ${name}`);
  return requested;
}
