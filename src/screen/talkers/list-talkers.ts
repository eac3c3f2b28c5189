import { talkerName } from '../../commands/talkers/talker-texts.ts';
import type { RecentTalker } from '../../logs/talkers/recent-talkers.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { matchesFilter } from '../state/list/matches-filter.ts';
import { sortItems } from '../state/list/sort-items.ts';
import type { TableSort } from '../state/screen-state.ts';
import { talkerSortKeys } from './talker-sort-keys.ts';
import type { CountedPage } from './talkers-page.ts';

/** Returns the loggers that match the filter, in the chosen order. */
export function listTalkers({ counted, filter, sort }: CountedPage): readonly RecentTalker[] {
  return sortedTalkers(filteredTalkers(counted.recent.talkers, filter), sort);
}

const filteredTalkers = rememberLast((talkers: readonly RecentTalker[], filter: string) =>
  filter === '' ? talkers : talkers.filter(({ logger }) => matchesFilter(talkerName(logger), filter)),
);

const sortedTalkers = rememberLast((talkers: readonly RecentTalker[], sort: TableSort | undefined) => {
  const key = sort && talkerSortKeys[sort.by];
  return sort === undefined || key === undefined
    ? talkers
    : sortItems(talkers, (talker) => key.value(talker, undefined), sort.direction);
});

/** Returns the index of the row under the cursor. */
export function cursorIndex(talkers: readonly RecentTalker[], { cursor }: Pick<CountedPage, 'cursor'>): number {
  return Math.max(
    0,
    talkers.findIndex(({ logger }) => logger === cursor),
  );
}
