import { jobManagerOptions, jobs, taskManagers } from '../../session/readings/flink-readings.ts';
import { isAttached } from '../input/global-bindings.ts';
import { layoutOf } from '../state/layout.ts';
import { openFilter } from '../state/open/open-filter.ts';
import { closePage, openPage } from '../state/pages.ts';
import { copyAndShow } from '../state/run/show-message.ts';
import { type Screen, view } from '../state/screen.ts';
import { tabBindings } from '../table/tab-bindings.ts';
import { filterText } from '../table/table-filter.ts';
import { changeSessionPage, newSessionPage, type SessionPage, sessionPage, showTab, tabs } from './session-page.ts';

/** Page of what the session cluster consists of and runs with. It replaces the panes. */
export const session = view<SessionPage>({
  id: 'session',
  title: 'Session',
  kind: 'page',
  bindings: [
    ...tabBindings({ id: 'session', tabs: tabs, shownName: ({ tab }: SessionPage) => tab, goTo: showTab }),
    {
      action: 'session.filter',
      keys: ['/'],
      hint: 'filter',
      help: 'Filter by key, value and origin',
      run: (screen) => openFilter(screen, 'session'),
    },
    {
      action: 'session.copy',
      keys: ['y'],
      hint: 'copy',
      help: 'Copy the option, or the whole overview; secrets stay masked',
      run: (screen, page) => {
        const text = page.code?.copyText(screen.store.getState(), page);
        if (text !== undefined) copyAndShow(screen, text);
      },
    },
    {
      action: 'session.close',
      keys: ['escape'],
      hint: 'back',
      isAlwaysShown: true,
      help: 'Clear the filter, or go back to the panes',
      run: (screen, { filter }) => {
        if (filter === '') closePage(screen);
        else changeSessionPage(screen, { filter: '' });
      },
    },
  ],
  opens: [
    {
      viewId: 'any',
      action: 'session.show',
      keys: ['I'],
      help: 'Show what the session cluster runs with: options, images, owner, high availability',
      available: isAttached,
      run: open,
    },
  ],
  filter: {
    text: (state) => sessionPage(state)?.filter ?? '',
    set: (screen, filter) => changeSessionPage(screen, { filter, top: 0, overviewTop: 0 }),
  },
  status: (state) => filterText(sessionPage(state)?.filter ?? '') ?? '',
  move: (screen, movement) => {
    const state = screen.store.getState();
    const page = sessionPage(state);
    if (page?.code !== undefined) changeSessionPage(screen, page.code.move(state, page, movement));
  },
  showAt: open,
  needsObjects: true,
  readings: (state, { code }) => [code?.options(state) ?? jobManagerOptions, taskManagers, jobs],
  draw: {
    box: (state, page) => {
      const { rows, position, targets = () => [] } = page.code?.draw(state, page) ?? loading;
      return {
        rectangle: layoutOf(state).body,
        title: 'Session',
        position,
        isFocused: true,
        text: rows.join('\n'),
        targets,
      };
    },
  },
});

const loading = { rows: [' Loading…'], position: undefined, targets: undefined };

function open(screen: Screen): void {
  if (sessionPage(screen.store.getState()) !== undefined) return;
  openPage(screen, { id: 'session', jobId: undefined, viewState: newSessionPage });
  void import('./session-code.ts').then(
    ({ sessionCode: code }) => changeSessionPage(screen, { code }),
    (error: unknown) => screen.log(error),
  );
}
