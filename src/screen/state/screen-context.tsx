import { createContext, useContext } from 'react';
import { useStore } from 'zustand/react';
import type { Screen } from './screen.ts';
import type { ScreenState } from './screen-state.ts';

const ScreenContext = createContext<Screen | undefined>(undefined);
export const ScreenProvider = ScreenContext.Provider;

export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === undefined) throw new Error('no screen around this component');
  return screen;
}

/** Select strings and parts of the state, no objects made anew: what stays the same is not drawn again. */
export function useScreenState<Selected>(select: (state: ScreenState) => Selected): Selected {
  return useStore(useScreen().store, select);
}
