import { printable } from '../../text/printable.ts';
import { ChoiceMenu, menuList } from '../draw/choice-menu.tsx';
import { cell, cut } from '../draw/fit.ts';
import { closeBinding } from '../input/close-binding.ts';
import { chooseInList } from '../input/movement-keys.ts';
import { closeLayer } from '../state/layers.ts';
import { layoutOf } from '../state/layout.ts';
import { type CopyChoice, type CopyKind, type CopyMenu, copyChoice, copyLabels } from '../state/open/open-copy.ts';
import { type Binding, type Screen, view } from '../state/screen.ts';
import { useScreen, useScreenState } from '../state/screen-context.tsx';

const maxTextWidth = 60;
const keys = { name: 'n', id: 'i', ip: 'i', row: 'r', yaml: 'm' } as const satisfies Record<CopyKind, string>;

/** Menu of the texts to copy from the row under the cursor or the marked rows. Ink draws the list. */
export const copy = view<CopyMenu>({
  id: 'copy',
  title: 'Copy',
  openedBy: ['pod.copy'],
  kind: 'overlay',
  bindings: [
    {
      action: 'copy.first',
      keys: ['y'],
      help: 'Copy the first choice',
      run: (screen, menu) => copyAndClose(screen, menu, menu.choices[0]),
    },
    copyBinding('name', 'Copy the name'),
    copyBinding('id', 'Copy the job id'),
    copyBinding('ip', "Copy the pod's IP address"),
    copyBinding('row', 'Copy the visible columns, separated by tabs'),
    copyBinding('yaml', 'Copy the YAML of the pod, with secrets masked'),
    { ...chooseInList, action: 'copy.move', help: 'Select another choice' },
    { action: 'copy.selected', keys: ['enter'], hint: 'copy', help: 'Copy the selected choice', run: 'ink' },
    closeBinding('copy', ['escape', 'q']),
  ],
  inkList: (state, menu) => menuList(layoutOf(state).body, titleOf(menu), menu.choices.map(labelOf)),
  draw: { component: CopyList },
});

function copyBinding(kind: CopyKind, help: string): Binding<CopyMenu> {
  return {
    action: `copy.${kind}`,
    keys: [keys[kind]],
    when: (menu) => choiceOf(menu, kind) !== undefined,
    hint: copyLabels[kind],
    help,
    run: (screen, menu) => copyAndClose(screen, menu, choiceOf(menu, kind)),
  };
}

function choiceOf({ choices }: CopyMenu, kind: CopyKind): CopyChoice | undefined {
  return choices.find((choice) => choice.kind === kind);
}

function copyAndClose(screen: Screen, { subject }: CopyMenu, choice: CopyChoice | undefined): void {
  closeLayer(screen);
  if (choice !== undefined) copyChoice(screen, subject, choice);
}

/** Formats the keys, the kind and the first text of a choice. */
function labelOf({ kind, lines: [first = '', ...others] }: CopyChoice, index: number): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${keys[kind]} ${index === 0 ? 'y' : ' '}  ${cell(copyLabels[kind], 4)}  ${cut(printable(firstLine(first)), maxTextWidth)}${more}`;
}

/** `apiVersion: v1 …` */
function firstLine(text: string): string {
  const [first = '', ...others] = text.split('\n');
  return others.length === 0 ? first : `${first} …`;
}

const titleOf = ({ subject }: CopyMenu) => `Copy from ${subject}`;

function CopyList({ viewState: menu }: { readonly viewState: CopyMenu }) {
  const screen = useScreen();
  const body = useScreenState((state) => layoutOf(state).body);
  const items = menu.choices.map((choice, index) => ({
    key: choice.kind,
    label: labelOf(choice, index),
    value: choice,
  }));
  return (
    <ChoiceMenu
      body={body}
      title={titleOf(menu)}
      items={items}
      onSelect={(choice) => copyAndClose(screen, menu, choice)}
    />
  );
}
