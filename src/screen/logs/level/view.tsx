import type { LogLevel } from '../../../logs/log-store.ts';
import { ChoiceMenu, menuList } from '../../draw/choice-menu.tsx';
import { closeBinding } from '../../input/close-binding.ts';
import { chooseInList } from '../../input/movement-keys.ts';
import { closeLayer } from '../../state/layers.ts';
import { layoutOf } from '../../state/layout.ts';
import { type Screen, view } from '../../state/screen.ts';
import { useScreen, useScreenState } from '../../state/screen-context.tsx';
import { setLevel } from '../filter/filter-logs.ts';
import { levelChoices } from './minimum-level.ts';

const title = 'Minimum level';
const items = levelChoices.map(({ letter, level }) => ({
  key: letter,
  label: `${letter}  ${describeLevel(level)}`,
  value: level,
}));

/** Overlay to choose the minimum level of the log lines by one letter or from the list, which Ink draws. */
export const logLevelView = view({
  id: 'log-level',
  title: 'Minimum level',
  openedBy: ['log.level'],
  kind: 'overlay',
  isList: () => true,
  bindings: [
    { ...chooseInList, action: 'log-level.move', help: 'Select another level' },
    {
      action: 'log-level.choose',
      keys: ['enter'],
      hint: 'show',
      help: 'Show the selected level and above',
      run: 'ink',
    },
    ...levelChoices.map(({ letter, level }) => ({
      action: `log-level.${level?.toLowerCase() ?? 'all'}`,
      keys: [letter],
      help: level === undefined ? 'Show all levels' : `Show ${describeLevel(level)}, and lines without a level`,
      run: (screen: Screen) => choose(screen, level),
    })),
    closeBinding('log-level', ['escape', 'l', 'q']),
  ],
  inkList: (state) =>
    menuList(
      layoutOf(state).body,
      title,
      items.map(({ label }) => label),
    ),
  draw: { component: Levels },
});

function describeLevel(level: LogLevel | undefined): string {
  return level === undefined ? 'all levels' : level === 'FATAL' ? level : `${level} and above`;
}

function choose(screen: Screen, level: LogLevel | undefined): void {
  closeLayer(screen);
  setLevel(screen, level);
}

function Levels() {
  const screen = useScreen();
  const current = useScreenState(({ logs }) => logs.level);
  const body = useScreenState((state) => layoutOf(state).body);
  return (
    <ChoiceMenu
      body={body}
      title={title}
      items={items}
      initialIndex={levelChoices.findIndex(({ level }) => level === current)}
      onSelect={(level) => choose(screen, level)}
    />
  );
}
