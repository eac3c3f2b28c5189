import { countOf } from '../../text/count-of.ts';
import { formatDuration } from '../../text/duration.ts';
import type { ConfigurationEntry } from '../configuration/compare-configuration.ts';
import { imageDifference } from './containers.ts';
import { isExpired } from './high-availability.ts';
import { differingEntries, type SessionInfo } from './session-info.ts';

const maxNames = 3;

/** Says what differs or is wrong, one sentence each, the most important one first. @param now epoch ms by the API server */
export function attentionOf(info: SessionInfo, now: number): readonly string[] {
  const { images, highAvailability, gaps } = info;
  const lease = highAvailability?.lease;
  const orphaned = (highAvailability?.configMaps ?? []).filter(({ isOrphaned }) => isOrphaned === true);
  const late = lease?.renewedAt !== undefined && isExpired(lease, now) ? now - lease.renewedAt : undefined;
  const found = [
    late === undefined ? undefined : `The lease of the leader was not renewed for ${formatDuration(late)}`,
    ...optionTexts(info),
    imageDifference(images),
    orphaned.length === 0 ? undefined : orphanedText(orphaned.length),
    ...gaps.map(({ what, reason }) => `${what}: ${reason}`),
  ];
  return found.filter((text) => text !== undefined);
}

function orphanedText(count: number): string {
  const [belong, keep] = count === 1 ? ['belongs to a job', 'It keeps'] : ['belong to jobs', 'They keep'];
  return (
    `${countOf(count, 'ConfigMap')} of high availability ${belong} that Flink does not know. ` +
    `${keep} the pointer to the last checkpoint until someone deletes ${count === 1 ? 'it' : 'them'}`
  );
}

function optionTexts(info: SessionInfo): readonly string[] {
  const differing = differingEntries(info);
  const waiting = keysOf(differing.filter(({ difference }) => difference !== 'overridden'));
  const overridden = keysOf(differing.filter(({ difference }) => difference === 'overridden'));
  const [take, are] = [waiting.length === 1 ? 'takes' : 'take', overridden.length === 1 ? 'is' : 'are'];
  return [
    ...(waiting.length === 0
      ? []
      : [`${options(waiting)} in the ConfigMap ${take} effect on restart: ${named(waiting)}`]),
    ...(overridden.length === 0
      ? []
      : [`${options(overridden)} of the ConfigMap ${are} overridden: ${named(overridden)}`]),
  ];
}

const keysOf = (entries: readonly ConfigurationEntry[]): readonly string[] => entries.map(({ key }) => key);
const options = ({ length }: readonly string[]): string => countOf(length, 'option');

/** `a.b, c.d and 3 more` */
function named(keys: readonly string[]): string {
  const rest = keys.length - maxNames;
  return rest > 0 ? `${keys.slice(0, maxNames).join(', ')} and ${rest} more` : keys.join(', ');
}
