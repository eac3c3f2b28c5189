import { activeBindings } from '../keys/active-bindings.ts';
import { type Binding, shownKey } from '../keys/binding.ts';
import type { ScreenState } from '../store/screen-state.ts';
import { cut, widthOf } from './fit.ts';

type Hint = { readonly key: string; readonly text: string; readonly isAvailable?: boolean };

const filterHints: readonly Hint[] = [
  { key: 'Enter', text: 'keep' },
  { key: 'Esc', text: 'clear' },
];
const textHints: readonly Hint[] = [
  { key: '↑↓', text: 'scroll' },
  { key: 'y', text: 'copy' },
  { key: 'Esc', text: 'close' },
];
const pickerHints: readonly Hint[] = [
  { key: '↑↓', text: 'choose' },
  { key: 'Enter', text: 'attach' },
  { key: '/', text: 'filter' },
  { key: 'q', text: 'quit' },
];
const commandLineHints: readonly Hint[] = [
  { key: 'Tab', text: 'complete' },
  { key: '↑↓', text: 'history' },
  { key: 'Enter', text: 'run' },
  { key: 'Esc', text: 'close' },
];

const exceptionsHints: readonly Hint[] = [
  { key: '↑↓', text: 'choose' },
  { key: 'Enter', text: 'go to the newest' },
  { key: 'Esc', text: 'close' },
];
const levelsHints: readonly Hint[] = [
  { key: 'd', text: 'DEBUG' },
  { key: 'i', text: 'INFO' },
  { key: 'w', text: 'WARN' },
  { key: 't e f a o', text: 'TRACE ERROR FATAL ALL OFF' },
  { key: 'u', text: 'undo' },
  { key: 'U', text: 'undo all' },
  { key: '/', text: 'filter' },
  { key: ':', text: 'type' },
  { key: 'Esc', text: 'close' },
];
const forwardsHints: readonly Hint[] = [
  { key: 'Enter', text: 'open' },
  { key: 'y', text: 'copy URL' },
  { key: 'x', text: 'stop' },
  { key: 'X', text: 'stop all' },
  { key: 'n', text: 'Web UI' },
  { key: 'Esc', text: 'close' },
];
const columnsHints: readonly Hint[] = [
  { key: '↑↓', text: 'choose' },
  { key: 'Enter', text: 'show or hide' },
  { key: 'Esc', text: 'close' },
];
type LogPrompt = Extract<ScreenState['layers'][number], { kind: 'log-prompt' }>;
const logPromptHints: { readonly [Purpose in LogPrompt['purpose']]: readonly Hint[] } = {
  search: [
    { key: 'Enter', text: 'search' },
    { key: '~', text: 'regex' },
  ],
  filter: [
    { key: 'Enter', text: 'filter' },
    { key: '!', text: 'without' },
    { key: '~', text: 'regex' },
    { key: 'logger:', text: 'a logger' },
  ],
  time: [
    { key: 'Enter', text: 'go there' },
    { key: '14:05', text: 'or 14:05:30, -10m, 2026-01-31 14:05' },
  ],
  save: [
    { key: 'Enter', text: 'save' },
    { key: 'Tab', text: 'what is shown, or everything' },
  ],
};

/** The keys that make sense now. What cannot be done now is there too, dimmed: its key says why. */
export function footerRow(state: ScreenState, width: number): string {
  const layer = state.layers.at(-1);
  switch (layer?.kind) {
    case 'filter':
      return hintRow(state, filterHints, [], width);
    case 'log-prompt':
      return logPromptRow(state, layer, width);
    case 'exceptions':
      return hintRow(state, exceptionsHints, [], width);
    case 'levels':
      return hintRow(state, layer.isTyping ? filterHints : levelsHints, [], width);
    case 'forwards':
      return hintRow(state, forwardsHints, [], width);
    case 'log-columns':
      return hintRow(state, columnsHints, [], width);
    case 'text':
      return hintRow(state, textHints, [], width);
    case 'command-line':
      return commandLineRow(state, layer, width);
    case 'dialog':
      return hintRow(state, dialogHints(layer.plan.confirmation.kind), [], width);
    default:
      return state.stage.kind === 'picking' ? hintRow(state, pickerHints, [], width) : paneRow(state, width);
  }
}

/** What belongs to the pane from the left; what is for all at the right, where it is always found. */
function paneRow(state: ScreenState, width: number): string {
  const shown = activeBindings(state).filter(({ hint }) => hint !== undefined);
  const hintOf = ({ keys, hint = '', available }: Binding): Hint => ({
    key: shownKey(keys[0] ?? ''),
    text: hint,
    isAvailable: (available?.(state) ?? true) === true,
  });
  const isLasting = ({ hint }: Binding) => hint === 'command' || hint === 'help' || hint === 'quit';
  const back: readonly Hint[] = state.detail === undefined ? [] : [{ key: 'Esc', text: 'back' }];
  return hintRow(
    state,
    [...back, ...shown.filter((binding) => !isLasting(binding)).map(hintOf)],
    shown.filter(isLasting).map(hintOf),
    width,
  );
}

function dialogHints(kind: 'none' | 'yes' | 'type'): readonly Hint[] {
  if (kind === 'type') {
    return [
      { key: 'Enter', text: 'do it' },
      { key: 'Esc', text: 'leave it' },
    ];
  }
  return [
    { key: 'y', text: 'yes' },
    { key: 'n', text: 'no' },
    { key: '↑↓ Enter', text: 'choose' },
    { key: 'Esc', text: 'leave it' },
  ];
}

function logPromptRow(state: ScreenState, { purpose, complaint }: LogPrompt, width: number): string {
  if (complaint !== undefined) return state.theme.error(cut(` ${complaint}`, width));
  return hintRow(state, [...logPromptHints[purpose], { key: 'Esc', text: 'close' }], [], width);
}

function commandLineRow(
  state: ScreenState,
  { error, candidates }: Extract<ScreenState['layers'][number], { kind: 'command-line' }>,
  width: number,
): string {
  if (error !== undefined) return state.theme.error(cut(` ${error}`, width));
  if (candidates.length === 0) return hintRow(state, commandLineHints, [], width);
  const [explained, words] = [
    candidates.map(({ text, hint }) => `${text} (${hint})`).join('  '),
    candidates.map(({ text }) => text).join('  '),
  ];
  return cut(` ${widthOf(explained) < width ? explained : words}`, width);
}

function hintRow({ theme }: ScreenState, left: readonly Hint[], right: readonly Hint[], width: number): string {
  const widthOfHint = ({ key, text }: Hint) => widthOf(key) + 1 + widthOf(text) + 2;
  const paint = ({ key, text, isAvailable = true }: Hint) =>
    isAvailable ? `${theme.key(key)} ${text}` : theme.gone(`${key} ${text}`);
  const rightWidth = right.reduce((sum, hint) => sum + widthOfHint(hint), 0);
  let room = width - 1 - rightWidth;
  const fitting = left.filter((hint) => {
    room -= widthOfHint(hint);
    return room >= 0;
  });
  const leftWidth = fitting.reduce((sum, hint) => sum + widthOfHint(hint), 0);
  const blanks = ' '.repeat(Math.max(0, width - 1 - leftWidth - rightWidth));
  return ` ${fitting.map((hint) => `${paint(hint)}  `).join('')}${right.length === 0 ? '' : blanks}${right.map(paint).join('  ')}`;
}
