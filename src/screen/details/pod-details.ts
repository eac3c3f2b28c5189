import type { LogMinutes } from '../../logs/log-store.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { clockAndAge } from '../draw/age.ts';
import { cell } from '../draw/fit.ts';
import { sparkline } from '../draw/sparkline.ts';
import { minuteCounts, total } from '../state/logs/minute-counts.ts';
import { healthTokens, statusText } from '../state/pod-status.ts';
import type { Theme } from '../theme/theme.ts';
import { type Fact, factRows, labelWidth, nameRows } from './fact-rows.ts';

/** Formats everything known about a pod. `logs` are the counts of its logs that were read. */
export function podDetails(
  pod: PodRow,
  logs: readonly LogMinutes[],
  { now, theme, width }: { readonly now: number; readonly theme: Theme; readonly width: number },
): readonly string[] {
  return [
    ...nameRows(pod.name, width, theme),
    ...factRows(headFacts(pod), width, theme),
    ...(logs.length === 0
      ? factRows([{ label: 'Log', text: 'not read yet', token: 'muted' }], width, theme)
      : countRows(logs, now, width, theme)),
    ...factRows(otherFacts(pod, now), width, theme),
  ];
}

function headFacts(pod: PodRow): readonly Fact[] {
  const { health, reason, taskManager } = pod;
  const slots = taskManager && `, ${taskManager.slots - taskManager.freeSlots}/${taskManager.slots} slots in use`;
  return [
    { label: 'Status', text: `${statusText(pod)}${slots ?? ''}`, token: healthTokens[health] },
    { label: 'Reason', text: reason === '' ? undefined : reason },
  ];
}

function otherFacts({ createdAt, goneAt, restarts, node, ip, containers }: PodRow, now: number): readonly Fact[] {
  const restartsFact = { label: 'Restarts', text: String(restarts), token: 'warning' } as const;
  return [
    ...(goneAt === undefined ? [] : [{ label: 'Gone', text: clockAndAge(goneAt, now) }]),
    ...(restarts === 0 ? [] : [restartsFact]),
    { label: 'Created', text: clockAndAge(createdAt, now) },
    { label: 'Node', text: node === undefined || ip === undefined ? node : `${node}, ${ip}` },
    { label: 'Containers', text: containers.length === 0 ? undefined : containers.join(', ') },
  ];
}

/** Room for `99999 warnings`. */
const countsWidth = 14;
const shownMinutes = [60, 45, 30, 20, 15, 10] as const;

/** Formats errors and warnings per minute in two rows, with their totals. */
function countRows(logs: readonly LogMinutes[], now: number, width: number, theme: Theme): readonly string[] {
  const room = width - 1 - labelWidth - countsWidth - 1;
  const minutes = shownMinutes.find((count) => count <= room) ?? Math.max(1, room);
  const errors = minuteCounts(logs, 'errors', now, minutes);
  const warnings = minuteCounts(logs, 'warnings', now, minutes);
  const [errorTotal, warningTotal] = [total(errors), total(warnings)];
  const bars = sparkline(
    errors.map((count, index) => count + (warnings[index] ?? 0)),
    2,
  );
  const barToken = errorTotal > 0 ? 'error' : warningTotal > 0 ? 'warning' : 'muted';
  const totals = [
    theme[errorTotal > 0 ? 'error' : 'muted'](counted(errorTotal, 'error')),
    theme[warningTotal > 0 ? 'warning' : 'muted'](counted(warningTotal, 'warning')),
  ];
  const labels = ['Log', `${minutes} min`];
  return bars.map(
    (bar, row) => ` ${theme.muted(cell(labels[row] ?? '', labelWidth))}${theme[barToken](bar)} ${totals[row]}`,
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
