import { describeForwardTarget } from '../../commands/port-forward/describe-forward.ts';
import type { Forward, ForwardState } from '../../session/forwards/forward.ts';
import { formatSize } from '../../text/format-size.ts';
import { formatAge } from '../draw/age.ts';
import { cell, widthOf, wrap } from '../draw/fit.ts';
import { windowTop } from '../draw/movement.ts';
import { centred, type Rectangle } from '../draw/rectangle.ts';
import { layoutOf } from '../state/layout.ts';
import type { ForwardList } from '../state/open/show-forwards.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shortPodName } from '../state/short-pod-name.ts';
import type { Token } from '../theme/theme.ts';

/** How it stands and where it leads; what goes through it; by which pod, or in up to two rows why not. */
const mostRowsPerForward = 4;

const signs = {
  opening: { sign: '○', token: 'busy' },
  live: { sign: '●', token: 'ok' },
  waiting: { sign: '▲', token: 'warning' },
  refused: { sign: '✕', token: 'error' },
} as const satisfies Record<ForwardState['state'], { sign: string; token: Token }>;

export type ForwardsBox = {
  readonly rectangle: Rectangle;
  readonly rows: readonly string[];
  /** How many forwards are seen at once. */
  readonly page: number;
};

export function forwardsBox(state: ScreenState, { cursor }: ForwardList, forwards: readonly Forward[]): ForwardsBox {
  const { body } = layoutOf(state);
  const width = body.width - 2;
  const exposure = exposureRows(state, width);
  const page = Math.max(1, Math.floor((body.height - 2 - exposure.length) / mostRowsPerForward));
  const index = Math.max(
    0,
    forwards.findIndex(({ id }) => id === cursor),
  );
  const top = windowTop(0, index, page, forwards.length);
  const listed = forwards
    .slice(top, top + page)
    .flatMap((forward, row) => forwardRows(forward, top + row === index, width, state));
  const rows = [...(forwards.length === 0 ? emptyRows(width) : listed), ...exposure];
  return { rectangle: centred(body, { width: body.width, height: rows.length + 2 }), rows, page };
}

function emptyRows(width: number): readonly string[] {
  return [
    cell(' No local port is open.', width),
    cell(' n opens the Web UI; :port-forward takes any port of any pod.', width),
  ];
}

function forwardRows(
  { url, target, state, traffic, startedAt, lastError }: Forward,
  isCursor: boolean,
  width: number,
  { theme, now, snapshot }: ScreenState,
): readonly string[] {
  const short = (pod: string) => shortPodName(pod, snapshot?.clusterId ?? '');
  const { sign, token } = signs[state.state];
  const stands = `${isCursor ? '▶' : ' '} ${sign} ${state.state.padEnd(8)}`;
  const leads = ` ${url} to ${describeForwardTarget(target.kind === 'pod' ? { ...target, pod: short(target.pod) } : target)}`;
  const facts = [
    `${traffic.openConnections} open of ${traffic.totalConnections} connections`,
    `${formatSize(traffic.bytesFromPod)} from the pod, ${formatSize(traffic.bytesToPod)} to it`,
    `for ${formatAge(now - startedAt)}`,
  ];
  const room = width - widthOf(stands);
  return [
    theme[token](stands) + (isCursor ? theme.selection : theme.strong)(cell(leads, room)),
    theme.muted(cell(`    ${facts.join(' · ')}`, width)),
    ...('reason' in state
      ? wrap(state.reason, width - 5, 2, 'words').map((row) => theme[token](cell(`    ${row}`, width)))
      : [theme.muted(cell(`    ${viaText(state, short)}${errorText(lastError, now)}`, width))]),
  ];
}

function viaText(state: ForwardState, short: (pod: string) => string): string {
  return state.state === 'live' ? `by ${short(state.via.pod)}` : 'looking for its pod';
}

function errorText(lastError: Forward['lastError'], now: number): string {
  return lastError === undefined ? '' : ` · last error ${formatAge(now - lastError.at)} ago: ${lastError.message}`;
}

/** Where else the Web UI may be reached. */
function exposureRows({ snapshot, theme }: ScreenState, width: number): readonly string[] {
  if (snapshot?.service === undefined) return [];
  const { type, address, reach, risk } = snapshot.service;
  const place = address === undefined ? reach : `${address}, ${reach}`;
  const row = theme.muted(cell(` The Service is of type ${type}: ${place}.`, width));
  if (risk === undefined) return [row];
  const warning = wrap(`Warning: ${risk.message}. ${risk.next}`, width - 1, 3, 'words');
  return [row, ...warning.map((text) => theme.warning(cell(` ${text}`, width)))];
}
