import { afterEach } from 'node:test';
import { stripVTControlCharacters } from 'node:util';
import { Box } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import type { ReactNode } from 'react';
import { ThemeProvider } from '../../../src/screen/draw/theme-context.tsx';
import { ScreenProvider } from '../../../src/screen/state/screen-context.tsx';
import { eventually } from '../../support/eventually.ts';
import { screenInMemory } from '../screen-in-memory.ts';

afterEach(cleanup);
// The terminal of ink-testing-library has no rows. Without these, Ink starts programs to find the size in every frame.
Object.assign(process.env, { COLUMNS: '100', LINES: '24' });

/** Renders one widget on a screen of 60 columns and 20 rows until the test ends. */
export function renderWidget(widget: ReactNode) {
  const size = { columns: 60, rows: 20 };
  const screen = screenInMemory({}, size);
  const { lastFrame, stdin } = render(
    <ScreenProvider value={screen}>
      <ThemeProvider value={screen.store.getState().theme}>
        <Box width={size.columns} height={size.rows}>
          {widget}
        </Box>
      </ThemeProvider>
    </ScreenProvider>,
  );
  const text = () => stripVTControlCharacters(lastFrame() ?? '').trimEnd();
  return {
    screen,
    press: stdin.write,
    /** The visible text without colours and without blank rows at the end. */
    text,
    rows: () => text().split('\n'),
    /** Waits until the text is visible. */
    sees: (expected: string) => eventually(`${expected} to be shown`, () => text().includes(expected), { state: text }),
  };
}
