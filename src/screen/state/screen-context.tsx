import { createContext, useContext } from 'react';
import { useStore } from 'zustand/react';
import type { Screen } from './screen.ts';
import type { ScreenState } from './screen-state.ts';

const ScreenContext = createContext<Screen | undefined>(undefined);
export const ScreenProvider = ScreenContext.Provider;

export function useScreen(): Screen {
  const screen = useContext(ScreenContext);
  if (screen === undefined) throw new Error('useScreen must be used within a ScreenProvider');
  return screen;
}

/** Selects from the state. Select strings or existing objects: a new object on every call redraws the component. */
export function useScreenState<Selected>(select: (state: ScreenState) => Selected): Selected {
  return useStore(useScreen().store, select);
}
