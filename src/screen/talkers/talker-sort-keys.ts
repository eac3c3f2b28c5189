import { talkerName } from '../../commands/talkers/talker-texts.ts';
import { nextLevelUp, savedShare } from '../../logs/talkers/predict-savings.ts';
import type { RecentTalker } from '../../logs/talkers/recent-talkers.ts';
import { aToZ, mostFirst, type SortKey } from '../state/list/sort-items.ts';
import type { Sortable } from '../state/list/sort-menu.ts';
import { changeTalkersPage, talkersPage } from './talkers-page.ts';

/** The columns by which loggers can be sorted, in the order of the table. */
export const talkerSortKeys: { readonly [by: string]: SortKey<RecentTalker> } = {
  logger: {
    title: 'LOGGER',
    first: 'ascending',
    meaning: aToZ,
    value: ({ logger }) => talkerName(logger),
  },
  lines: { title: 'LINES/S', ...mostFirst, value: ({ lines }) => lines },
  bytes: { title: 'BYTES/S', ...mostFirst, value: ({ bytes }) => bytes },
  saved: {
    title: 'IF RAISED',
    ...mostFirst,
    value: (talker) => {
      const level = nextLevelUp(talker);
      return level && savedShare(talker, level);
    },
  },
  pods: { title: 'PODS', ...mostFirst, value: ({ pods }) => pods.length },
  history: { title: '10 MIN', ...mostFirst, value: ({ history }) => history.reduce((sum, bytes) => sum + bytes, 0) },
};

export const sortableTalkers: Sortable = {
  name: 'loggers',
  keys: talkerSortKeys,
  defaultOrder: 'most bytes first',
  sortIn: (state) => talkersPage(state)?.sort,
  sort: (screen, sort) => changeTalkersPage(screen, { sort }),
};
