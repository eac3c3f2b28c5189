import { useShallow } from 'zustand/react/shallow';
import { Frame } from '../draw/frame.tsx';
import type { Box, View } from './screen.ts';
import { useScreenState } from './screen-context.tsx';
import type { Layer, ScreenState } from './screen-state.ts';

/** A view as its record draws it; nothing for one that is only typed. */
export function DrawnView({ view: { draw }, own }: { readonly view: View } & Pick<Layer, 'own'>) {
  if (draw === undefined) return null;
  if (draw.component === undefined) return <BoxedRows boxOf={draw.box} own={own} />;
  const { component: Component } = draw;
  return <Component own={own} />;
}

type BoxedProps = { readonly boxOf: (state: ScreenState, own: unknown) => Box | undefined; readonly own: unknown };

/** Drawn again only when a row has changed, or the place. */
function BoxedRows({ boxOf, own }: BoxedProps) {
  const box = useScreenState(useShallow((state: ScreenState) => flat(boxOf(state, own))));
  if (box === undefined) return null;
  const { title, note, isFocused, text, ...rectangle } = box;
  return <Frame rectangle={rectangle} title={title} note={note} isFocused={isFocused} text={text} />;
}

/** Strings and numbers alone, which can be compared. */
function flat(box: Box | undefined) {
  return box && { ...box.rectangle, title: box.title, note: box.note, isFocused: box.isFocused, text: box.text };
}
