import { describeForwardTarget } from '../../session/forwards/describe-target.ts';
import type { Forward, ForwardState } from '../../session/forwards/forward.ts';
import { formatSize } from '../../text/format-size.ts';
import { shortPodName } from '../../text/short-pod-name.ts';
import { clockAndAge, formatAge } from '../draw/age.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import { withLink } from '../draw/hyperlink.ts';
import { windowTop } from '../draw/movement.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { layoutOf } from '../state/layout.ts';
import type { ForwardList } from '../state/open/show-forwards.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { ShownForward } from '../state/shown-items.ts';
import type { Token } from '../theme/theme.ts';

/** One row for state and target, one for the traffic, and up to two for the pod or the reason. */
const maxRowsPerForward = 4;

const symbols = {
  opening: { symbol: '○', token: 'busy' },
  live: { symbol: '●', token: 'ok' },
  waiting: { symbol: '▲', token: 'warning' },
  refused: { symbol: '✕', token: 'error' },
} as const satisfies Record<ForwardState['state'], { symbol: string; token: Token }>;

export type ForwardsBox = {
  readonly rectangle: Rectangle;
  readonly rows: readonly string[];
  /** Number of visible forwards. */
  readonly visibleCount: number;
};

export function forwardsBox(
  state: ScreenState,
  { cursor }: ForwardList,
  forwards: readonly ShownForward[],
): ForwardsBox {
  const { body } = layoutOf(state);
  const width = body.width - 2;
  const exposure = exposureRows(state, width);
  const page = Math.max(1, Math.floor((body.height - 2 - exposure.length) / maxRowsPerForward));
  const index = Math.max(
    0,
    forwards.findIndex(({ key }) => key === cursor),
  );
  const top = windowTop(0, index, page, forwards.length);
  const listed = forwards
    .slice(top, top + page)
    .flatMap((forward, row) => forwardRows(forward, top + row === index, width, state));
  const rows = [...(forwards.length === 0 ? emptyRows(width) : listed), ...exposure];
  return { rectangle: centred(body, { width: body.width, height: rows.length + 2 }), rows, visibleCount: page };
}

function emptyRows(width: number): readonly string[] {
  return [cell(' No port forwards', width), cell(' n forwards the Web UI; :port-forward forwards any pod port', width)];
}

function forwardRows(
  { keptFrom, forward: { url, target, state, traffic, startedAt, lastError } }: ShownForward,
  isCursor: boolean,
  width: number,
  { theme, now, snapshot }: ScreenState,
): readonly string[] {
  const short = (pod: string) => shortPodName(pod, keptFrom ?? snapshot?.clusterId ?? '');
  const { symbol, token } = symbols[state.state];
  const status = `${isCursor ? '▶' : ' '} ${symbol} ${state.state.padEnd(8)}`;
  const route = ` ${url} to ${describeForwardTarget(target.kind === 'pod' ? { ...target, pod: short(target.pod) } : target)}${keptFrom === undefined ? '' : ` of ${keptFrom}`}`;
  const details = [
    `${traffic.openConnections} open of ${traffic.totalConnections} connections`,
    `${formatSize(traffic.bytesFromPod)} from the pod, ${formatSize(traffic.bytesToPod)} to it`,
    `for ${formatAge(now - startedAt)}`,
  ];
  const routeWidth = width - widthOf(status);
  return [
    theme[token](status) + withLink((isCursor ? theme.selection : theme.strong)(cell(route, routeWidth)), url),
    theme.muted(cell(`    ${details.join(' · ')}`, width)),
    ...('reason' in state
      ? wrap(state.reason, width - 5, 2, 'words').map((row) => theme[token](cell(`    ${row}`, width)))
      : [theme.muted(cell(`    ${podText(state, short)}${errorText(lastError, now)}`, width))]),
  ];
}

function podText(state: ForwardState, short: (pod: string) => string): string {
  return state.state === 'live' ? `via ${short(state.via.pod)}` : 'looking for a pod';
}

function errorText(lastError: Forward['lastError'], now: number): string {
  return lastError === undefined ? '' : ` · last error ${clockAndAge(lastError.at, now)}: ${lastError.message}`;
}

/** Describes the Service that exposes the Web UI. */
function exposureRows({ snapshot, theme }: ScreenState, width: number): readonly string[] {
  if (snapshot?.service === undefined) return [];
  const { type, address, reach, risk } = snapshot.service;
  const location = address === undefined ? reach : `${address}, ${reach}`;
  const row = theme.muted(cell(` The Service is of type ${type}: ${location}`, width));
  if (risk === undefined) return [row];
  const warning = wrap(`Warning: ${risk.message}. ${risk.next}`, width - 1, 3, 'words');
  return [row, ...warning.map((text) => theme.warning(cell(` ${text}`, width)))];
}
