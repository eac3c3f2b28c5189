import { Box, Text, useApp, useInput, usePaste } from 'ink';
import { useEffect } from 'react';
import { PickerPane } from './clusters/clusters.tsx';
import { DialogLayer } from './dialog/dialog-layer.tsx';
import { Rows } from './draw/rows.tsx';
import { tooSmallRows } from './draw/too-small-rows.ts';
import { footerRow } from './footer/footer-row.ts';
import { promptRow } from './footer/prompt-row.ts';
import { ForwardsLayer } from './forwards/forwards-layer.tsx';
import { headerRows } from './header/header-rows.ts';
import { JobDetailPane } from './job/job-page.tsx';
import { JobsPane } from './jobs/jobs.tsx';
import { LevelsLayer } from './levels/levels-layer.tsx';
import { ColumnsLayer } from './logs/columns/columns-layer.tsx';
import { ExceptionsLayer } from './logs/exceptions/exceptions-layer.tsx';
import { LogsPane } from './logs/logs.tsx';
import { PodsPane } from './pods/pods.tsx';
import { isTooSmall, type Size } from './state/layout.ts';
import { layoutOf } from './state/pane-sizes.ts';
import { useScreen, useScreenState } from './state/screen-context.tsx';
import { TextLayer } from './text/text-layer.tsx';
import { watchForStops } from './watch-for-stops.ts';

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
