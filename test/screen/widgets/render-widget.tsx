import { afterEach } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { stripVTControlCharacters } from 'node:util';
import { Box } from 'ink';
import { cleanup, render } from 'ink-testing-library';
import type { ReactNode } from 'react';
import { createScreenStore, type Screen } from '../../../src/screen/store/screen.ts';
import { chooseTheme } from '../../../src/screen/theme/choose.ts';
import { ScreenProvider } from '../../../src/screen/widgets/screen-context.tsx';

afterEach(cleanup);

/** One widget on a screen of 60 columns and 20 rows, until the test ends. */
export function renderWidget(widget: ReactNode) {
  const size = { columns: 60, rows: 20 };
  const nothing = () => undefined;
  const screen: Screen = {
    store: createScreenStore({
      size,
      now: 0,
      theme: chooseTheme({ theme: 'mono', color: 'never', env: {}, colorDepth: 1 }),
      banner: undefined,
      stage: { kind: 'attached', target: { clusterId: 'my-first-flink-cluster' } },
    }),
    signal: new AbortController().signal,
    now: () => 0,
    leave: nothing,
    attach: nothing,
    copy: nothing,
    saveLines: async (file) => ({ file, bytes: 0 }),
    local: undefined,
    rememberForwards: 'never',
    log: nothing,
  };
  const { lastFrame, stdin } = render(
    <ScreenProvider value={screen}>
      <Box width={size.columns} height={size.rows}>
        {widget}
      </Box>
    </ScreenProvider>,
  );
  const text = () => stripVTControlCharacters(lastFrame() ?? '').trimEnd();
  return {
    screen,
    press: stdin.write,
    /** What is shown, without its colours and without blank rows below. */
    text,
    rows: () => text().split('\n'),
    /** Waits until it is shown. */
    sees: async (wanted: string) => {
      const giveUpAt = Date.now() + 20_000;
      while (!text().includes(wanted)) {
        if (Date.now() > giveUpAt) throw new Error(`not shown within 20 s: ${wanted}\n${text()}`);
        await pause(5);
      }
    },
  };
}
