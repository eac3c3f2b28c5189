import type { ConfigurationEntry } from '../../session/configuration/compare-configuration.ts';
import { gapReason } from '../../session/info/gap-reason.ts';
import { originText } from '../../session/info/option-texts.ts';
import { differingEntries, type InfoGap, type SessionInfo, sessionInfo } from '../../session/info/session-info.ts';
import { jobManagerOptions } from '../../session/readings/flink-readings.ts';
import { readingOf } from '../../session/readings/reading.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { SessionPage } from './session-page.ts';

/** The information about the attached session; undefined before its objects were read. */
export function shownInfo({ snapshot }: Pick<ScreenState, 'snapshot'>): SessionInfo | undefined {
  if (snapshot?.objects === undefined) return undefined;
  const { clusterId, leader, jobs, objects, watches } = snapshot;
  return infoOf(clusterId, leader, jobs, objects, watches, readingOf(snapshot, jobManagerOptions));
}

const infoOf = rememberLast(
  (
    clusterId: string,
    leader: SessionSnapshot['leader'],
    jobs: SessionSnapshot['jobs'],
    objects: NonNullable<SessionSnapshot['objects']>,
    watches: SessionSnapshot['watches'],
    { value, failure }: ReturnType<typeof readingOf<ReadonlyMap<string, string>>>,
  ) =>
    sessionInfo({
      snapshot: { clusterId, leader, jobs },
      objects,
      running: value,
      gaps: [...watchGaps(watches), ...(failure === undefined ? [] : [gapOf('Options', failure)])],
    }),
);

function watchGaps({ deployments, pods, configmaps }: SessionSnapshot['watches']): readonly InfoGap[] {
  const watched = [
    ['Deployment', deployments],
    ['Pods', pods],
    ['ConfigMaps', configmaps],
  ] as const;
  return watched.flatMap(([what, state]) => (state.state === 'denied' ? [gapOf(what, state.error)] : []));
}

const gapOf = (what: InfoGap['what'], error: unknown): InfoGap => ({ what, reason: gapReason(error) });

/** The options of the tab that pass the filter, those that differ first. */
export function shownEntries(state: ScreenState, { tab, filter }: SessionPage): readonly ConfigurationEntry[] {
  const info = shownInfo(state);
  return info === undefined ? [] : entriesOf(info, tab === 'differences', filter);
}

const entriesOf = rememberLast((info: SessionInfo, isDifferences: boolean, filter: string) => {
  const differing = differingEntries(info);
  const others = info.configuration.filter(({ difference }) => difference === undefined);
  const all = isDifferences ? differing : [...differing, ...others];
  return all.filter((entry) => matchesFilter(entryText(entry), filter));
});

const entryText = ({ key, running = '', configured = '', origin }: ConfigurationEntry): string =>
  `${key} ${running} ${configured} ${originText(origin)}`;
