import { Box, Text, useApp, useInput, usePaste, useStdout } from 'ink';
import { useEffect } from 'react';
import { detailsBox } from './details/details-box.ts';
import { Rows } from './draw/frame/rows.tsx';
import type { Size } from './draw/rectangle.ts';
import { ThemeProvider } from './draw/theme-context.tsx';
import { isTooSmall, tooSmallRows } from './draw/too-small-rows.ts';
import { footerRow } from './footer/footer-row.ts';
import { promptRow } from './footer/prompt-row.ts';
import { handleSuspend } from './handle-suspend.ts';
import { headerRows } from './header/header-rows.ts';
import { withoutMouse } from './mouse/mouse-modes.ts';
import { DrawnView } from './state/drawn-view.tsx';
import { baseView } from './state/layers.ts';
import { layoutOf } from './state/layout.ts';
import { tabRow } from './state/panes/tab-row.ts';
import { useScreen, useScreenState } from './state/screen-context.tsx';
import { Toasts } from './toasts/toasts.tsx';

/** The root: a box of the terminal's size with rectangles at fixed positions. A screen reader gets one column. */
export function App() {
  const size = useScreenState((state) => state.size);
  const theme = useScreenState((state) => state.theme);
  // Keys are decoded in input/. These two hooks only make Ink keep raw mode and bracketed paste on.
  useInput(() => {});
  usePaste(() => {});
  const screen = useScreen();
  const { suspendTerminal } = useApp();
  const { stdout } = useStdout();
  useEffect(() => {
    const suspend = withoutMouse(screen, stdout, suspendTerminal);
    screen.terminal.connect(suspend);
    return handleSuspend(screen, suspend);
  }, [screen, stdout, suspendTerminal]);
  return (
    <ThemeProvider value={theme}>
      <Box width={size.columns} height={size.rows} overflowY="hidden" flexDirection="column">
        {isTooSmall(size) ? <TooSmall size={size} /> : <ScreenLayout />}
      </Box>
    </ThemeProvider>
  );
}

function TooSmall({ size }: { readonly size: Size }) {
  return <Text wrap="truncate">{tooSmallRows(size).join('\n')}</Text>;
}

function ScreenLayout() {
  const { views } = useScreen();
  const layout = useScreenState(layoutOf);
  const header = useScreenState((state) => headerRows(state, layout.header.width).join('\n'));
  const tabs = useScreenState((state) => tabRow(state, layout.tabs?.width ?? 0));
  const prompt = useScreenState((state) => promptRow(views, state, layout.prompt.width));
  const footer = useScreenState((state) => footerRow(views, state, layout.footer.width));
  return (
    <>
      <Rows rectangle={layout.header} text={header} />
      {layout.tabs && <Rows rectangle={layout.tabs} text={tabs} />}
      <Body />
      <Overlay />
      <Toasts />
      <Rows rectangle={layout.prompt} text={prompt} />
      <Rows rectangle={layout.footer} text={footer} />
    </>
  );
}

const details = { draw: { box: detailsBox } } as const;

/** All panes, or the view that replaces them. */
function Body() {
  const { views } = useScreen();
  const id = useScreenState((state) => baseView(state).id);
  const viewState = useScreenState((state) => baseView(state).viewState);
  if (views.get(id).kind !== 'pane') return <DrawnView view={views.get(id)} viewState={viewState} />;
  return (
    <>
      {views.all
        .filter(({ kind }) => kind === 'pane')
        .map((pane) => (
          <DrawnView key={pane.id} view={pane} viewState={undefined} />
        ))}
      <DrawnView view={details} viewState={undefined} />
    </>
  );
}

function Overlay() {
  const { views } = useScreen();
  // A prompt uses only the line above the footer.
  const layer = useScreenState(({ layers }) => layers.findLast(({ id }) => views.get(id).draw !== undefined));
  return layer && <DrawnView key={layer.id} view={views.get(layer.id)} viewState={layer.viewState} />;
}
