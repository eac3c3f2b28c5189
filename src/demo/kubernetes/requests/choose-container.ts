import type { PodObject } from '../../kubectl/pod-summary.ts';
import { badRequest } from '../status.ts';

/** The container that was asked for, or the only one. */
export function chooseContainer(name: string, { spec }: PodObject, asked: string | undefined): string {
  const names = (spec?.containers ?? []).map((container) => container.name);
  if (asked === undefined) {
    if (names.length === 1) return names[0] as string;
    throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`);
  }
  if (!names.includes(asked)) throw badRequest(`container ${asked} is not valid for pod ${name}`);
  return asked;
}
