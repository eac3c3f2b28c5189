import { parseCommandLine } from '../../commands/line/parse.ts';
import { shellCommand } from '../../commands/record/shell-command.ts';
import { jobs } from '../../session/readings/flink-readings.ts';
import { rangePosition } from '../draw/frame/scroll-position.ts';
import { type Movement, moveBy, windowTop } from '../draw/movement.ts';
import { inside } from '../draw/rectangle.ts';
import { layoutOf } from '../state/layout.ts';
import { openCommandLine } from '../state/open/open-command-line.ts';
import { closePage, openPage } from '../state/pages.ts';
import { copyAndShow } from '../state/run/show-message.ts';
import { startCommand } from '../state/run/start-command.ts';
import { type Screen, view } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { knownDiagnosis, measure } from './measure.ts';
import { changeWhyPage, type WhyPage, whyPage } from './why-page.ts';
import { type KeyStep, stepsOf, whyRows } from './why-rows.ts';

/** Page of what is wrong, why, and what to do next. Enter does the selected step. */
export const why = view<WhyPage>({
  id: 'why',
  title: 'What is wrong',
  openedBy: ['session.why'],
  kind: 'page',
  bindings: [
    {
      action: 'why.do-step',
      keys: ['enter'],
      hint: 'do this step',
      help: 'Do the selected step: show what its command shows, or edit a command that changes something',
      available: hasStep,
      run: (screen, page) => doStep(screen, stepUnderCursor(page)),
    },
    {
      action: 'why.measure-again',
      keys: ['m'],
      hint: 'measure again',
      help: 'Measure again',
      run: (screen) => void measure(screen),
    },
    {
      action: 'why.copy',
      keys: ['y'],
      hint: 'copy command',
      help: 'Copy the command of the step, for a shell',
      available: hasStep,
      run: (screen, page) => copyStep(screen, stepUnderCursor(page)),
    },
    {
      action: 'why.close',
      keys: ['escape'],
      hint: 'back',
      isAlwaysShown: true,
      help: 'Go back to the panes',
      run: closePage,
    },
  ],
  move: (screen, movement) => {
    const page = whyPage(screen.store.getState());
    if (page !== undefined) move(screen, page, movement);
  },
  showAt: (screen, { jobId }) => {
    const result = knownDiagnosis(screen.store.getState(), jobId);
    if (result === undefined) return;
    const nothing = { measuredAt: undefined, measurement: undefined, failure: undefined };
    const viewState: WhyPage = { jobId, result, ...nothing, cursor: 0, isMoved: false, top: 0 };
    openPage(screen, { id: 'why', jobId, viewState });
    void measure(screen);
  },
  readings: () => [jobs],
  draw: {
    box: (state, page) => {
      const { body } = layoutOf(state);
      const { width, height } = inside(body);
      const { rows, stepRows } = whyRows(state, page, width);
      // A new measurement may find less.
      const top = Math.min(page.top, Math.max(0, rows.length - height));
      const cursor = stepRows[page.cursor];
      return {
        rectangle: body,
        title: page.result.job === undefined ? 'What is wrong' : `What is wrong › ${page.result.job.name}`,
        position: rangePosition(top, height, rows.length),
        isFocused: true,
        text: rows.slice(top, top + height).join('\n'),
        ...(cursor === undefined ? {} : { cursorRow: cursor - top }),
      };
    },
  },
});

function hasStep(state: ScreenState): true | string {
  const page = whyPage(state);
  return page !== undefined && stepUnderCursor(page) !== undefined ? true : 'no step to do';
}

function stepUnderCursor(page: WhyPage): KeyStep | undefined {
  return stepsOf(page)[page.cursor];
}

/** Runs a command that only reads. Any other command waits in the command line for Enter. */
function doStep(screen: Screen, step: KeyStep | undefined): void {
  if (step === undefined) return;
  const parsed = parseCommandLine(step.command);
  if (parsed?.command.needs === 'read') startCommand(screen, parsed.command, parsed.input);
  else openCommandLine(screen, step.command);
}

function copyStep(screen: Screen, step: KeyStep | undefined): void {
  const { session } = screen.store.getState();
  if (step === undefined || session === undefined) return;
  const [name = '', ...words] = step.command.split(' ');
  copyAndShow(screen, shellCommand(name, session.connection.target, ...words));
}

/** Moves the cursor between steps, and the window with it. Without steps, only the window moves. */
function move(screen: Screen, page: WhyPage, movement: Movement): void {
  const state = screen.store.getState();
  const { width, height } = inside(layoutOf(state).body);
  const { rows, stepRows } = whyRows(state, page, width);
  const last = Math.max(0, rows.length - height);
  const cursor = moveBy(page.cursor, movement, 1, Math.max(0, stepRows.length - 1));
  if (stepRows.length === 0 || (cursor === page.cursor && movement.kind !== 'start')) {
    changeWhyPage(screen, { top: moveBy(page.top, movement, height, last) });
    return;
  }
  const row = stepRows[cursor] ?? 0;
  // The first step shows its finding too.
  const top = cursor === 0 ? 0 : page.top;
  changeWhyPage(screen, { cursor, isMoved: true, top: windowTop(top, row, height, rows.length) });
}
