import { printable } from '../../../text/printable.ts';
import { rememberLast } from '../../draw/remember-last.ts';
import { openLevels } from '../../state/open/open-levels.ts';
import type { ScreenState } from '../../state/screen-state.ts';
import type { Below, Entry } from '../palette.ts';

type Logging = NonNullable<NonNullable<ScreenState['snapshot']>['logging']>;
type Logged = ScreenState['drawnLogs']['loggers'];

/** Returns the configured loggers and those in the logs. Without a logging configuration, no level can be changed. */
export function loggerEntries({ state: { snapshot, drawnLogs } }: Below): readonly Entry[] {
  return entriesOf(snapshot?.logging, drawnLogs.loggers);
}

const entriesOf = rememberLast((logging: Logging | undefined, logged: Logged): readonly Entry[] => {
  if (logging === undefined) return [];
  const names = new Set([...logging.config.loggers, ...logged].map(({ name }) => name));
  return [...names].map((name) => ({
    leavesOverlays: true,
    key: `logger ${name}`,
    title: printable(name),
    alias: '',
    kind: 'logger',
    shownKey: '',
    rank: 3,
    run: (screen) => openLevels(screen, name),
  }));
});
