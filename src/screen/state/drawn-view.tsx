import { useShallow } from 'zustand/react/shallow';
import { Frame } from '../draw/frame/frame.tsx';
import type { Box, View } from './screen.ts';
import { useScreenState } from './screen-context.tsx';
import type { Layer, ScreenState } from './screen-state.ts';

/** Draws a view as its record defines. A view without `draw` uses only the line above the footer. */
export function DrawnView({
  view: { draw },
  viewState,
}: { readonly view: Pick<View, 'draw'> } & Pick<Layer, 'viewState'>) {
  if (draw === undefined) return null;
  if (draw.component === undefined) return <BoxedRows boxOf={draw.box} viewState={viewState} />;
  const { component: Component } = draw;
  return <Component viewState={viewState} />;
}

type BoxedProps = {
  readonly boxOf: (state: ScreenState, viewState: unknown) => Box | undefined;
  readonly viewState: unknown;
};

/** Draws the frame again only if its text or position has changed. */
function BoxedRows({ boxOf, viewState }: BoxedProps) {
  const box = useScreenState(useShallow((state: ScreenState) => flat(boxOf(state, viewState))));
  if (box === undefined) return null;
  const { title, note, position, isFocused, text, ...rectangle } = box;
  return (
    <Frame rectangle={rectangle} title={title} note={note} position={position} isFocused={isFocused} text={text} />
  );
}

/** Flattens the box to strings and numbers, which `useShallow` can compare. */
function flat(box: Box | undefined) {
  if (box === undefined) return undefined;
  const { rectangle, title, note, position, isFocused, text } = box;
  return { ...rectangle, title, note, position, isFocused, text };
}
