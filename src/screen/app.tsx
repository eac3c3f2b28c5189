import { Box, Text, useApp, useInput, usePaste } from 'ink';
import { useEffect } from 'react';
import { isTooSmall, type Size } from './layout.ts';
import { JobDetailPane } from './panes/job-detail.tsx';
import { JobsPane } from './panes/jobs.tsx';
import { LogsPane } from './panes/logs.tsx';
import { PickerPane } from './panes/picker.tsx';
import { PodsPane } from './panes/pods.tsx';
import { footerRow } from './rows/footer-row.ts';
import { headerRows } from './rows/header-rows.ts';
import { promptRow } from './rows/prompt-row.ts';
import { tooSmallRows } from './rows/too-small-rows.ts';
import { layoutOf } from './store/pane-sizes.ts';
import { watchForStops } from './watch-for-stops.ts';
import { ColumnsLayer } from './widgets/columns-layer.tsx';
import { DialogLayer } from './widgets/dialog-layer.tsx';
import { ExceptionsLayer } from './widgets/exceptions-layer.tsx';
import { ForwardsLayer } from './widgets/forwards-layer.tsx';
import { LevelsLayer } from './widgets/levels-layer.tsx';
import { Rows } from './widgets/rows.tsx';
import { useScreen, useScreenState } from './widgets/screen-context.tsx';
import { TextLayer } from './widgets/text-layer.tsx';

/** The root: a box of exactly the terminal's size, and in it rectangles at fixed places; a screen reader gets them in a column. */
export function App() {
  const size = useScreenState((state) => state.size);
  // Keys are decoded in keys/ and come by another way. These two make Ink hold raw mode and bracketed paste.
  useInput(() => {});
  usePaste(() => {});
  const screen = useScreen();
  const { suspendTerminal } = useApp();
  useEffect(() => watchForStops(screen, suspendTerminal), [screen, suspendTerminal]);
  return (
    <Box width={size.columns} height={size.rows} overflowY="hidden" flexDirection="column">
      {isTooSmall(size) ? <TooSmall size={size} /> : <Screens />}
    </Box>
  );
}

function TooSmall({ size }: { readonly size: Size }) {
  return <Text wrap="truncate">{tooSmallRows(size).join('\n')}</Text>;
}

function Screens() {
  const layout = useScreenState(layoutOf);
  const header = useScreenState((state) => headerRows(state, layout.header.width, layout.header.height).join('\n'));
  const prompt = useScreenState((state) => promptRow(state, layout.prompt.width));
  const footer = useScreenState((state) => footerRow(state, layout.footer.width));
  return (
    <>
      <Rows rectangle={layout.header} text={header} />
      <Body />
      <Layers />
      <Rows rectangle={layout.prompt} text={prompt} />
      <Rows rectangle={layout.footer} text={footer} />
    </>
  );
}

function Body() {
  const isPicking = useScreenState(({ stage }) => stage.kind === 'picking');
  const hasDetail = useScreenState(({ detail }) => detail !== undefined);
  if (isPicking) return <PickerPane />;
  if (hasDetail) return <JobDetailPane />;
  return (
    <>
      <PodsPane />
      <JobsPane />
      <LogsPane />
    </>
  );
}

function Layers() {
  const layer = useScreenState(({ layers }) => layers.at(-1));
  if (layer?.kind === 'text') return <TextLayer layer={layer} />;
  if (layer?.kind === 'exceptions') return <ExceptionsLayer layer={layer} />;
  if (layer?.kind === 'log-columns') return <ColumnsLayer />;
  if (layer?.kind === 'forwards') return <ForwardsLayer layer={layer} />;
  if (layer?.kind === 'levels') return <LevelsLayer layer={layer} />;
  if (layer?.kind === 'dialog') return <DialogLayer layer={layer} />;
  return null;
}
