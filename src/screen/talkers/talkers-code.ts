import { countTalkers } from './count-talkers.ts';
import { cursorIndex, listTalkers } from './list-talkers.ts';
import { raiseLevel } from './raise-level.ts';
import { showLoggerLogs } from './show-logger-logs.ts';
import { sortableTalkers } from './talker-sort-keys.ts';
import { talkersBox } from './talkers-box.ts';
import type { TalkersCode } from './talkers-page.ts';

/** Everything that only the open page needs. */
export const talkersCode: TalkersCode = {
  count: countTalkers,
  box: talkersBox,
  underCursor: (page) => {
    const rows = listTalkers(page);
    return rows[cursorIndex(rows, page)];
  },
  raiseLevel,
  showLogs: showLoggerLogs,
  sortable: sortableTalkers,
};
