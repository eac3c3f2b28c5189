import { type ContainerUsage, type UsageState, usageGap } from '../../memory/container-usage.ts';
import { parseCores, parseQuantity } from '../../memory/parse-quantity.ts';
import { inMebibytes } from '../../memory/size-texts.ts';
import { exitsOfDeletion, normalWaitingReasons } from '../container-status.ts';
import { type ContainerDetail, endText, type ResourceRange, type RunEnd } from './pod-containers.ts';
import type { PodFact, PodSection, PodSource } from './section.ts';

type Amounts = NonNullable<ContainerUsage['containers']> extends ReadonlyMap<string, infer A> ? A : never;

/** Returns one section for each container. Those with a problem are first. */
export function containerSections(containers: readonly ContainerDetail[], source: PodSource): readonly PodSection[] {
  const { row, snapshot } = source;
  const { usages, usage } = snapshot.memory;
  const amounts = row.goneAt === undefined ? usages?.get(row.name)?.containers : undefined;
  return containers
    .toSorted((a, b) => Number(isSick(b)) - Number(isSick(a)))
    .map((container) => ({
      title: 'Container',
      notes: [{ text: container.name, tone: 'strong' }, ...stateNotes(container, source)],
      rows: [
        ...endFacts(container, source),
        ...(container.kind === 'main' ? [] : [{ label: 'kind', text: kinds[container.kind] }]),
        ...(container.image === undefined ? [] : [{ label: 'image', text: container.image }]),
        ...resourceFacts(container, amounts?.get(container.name), row.goneAt === undefined ? usage : undefined),
        ...(container.ports.length === 0 ? [] : [{ label: 'ports', text: container.ports.join(', ') }]),
      ],
    }));
}

const kinds = {
  main: 'main container',
  sidecar: 'sidecar',
  init: 'init container',
  ephemeral: 'ephemeral container, added for debugging',
} as const satisfies { readonly [kind in ContainerDetail['kind']]: string };

function isSick({ state }: ContainerDetail): boolean {
  if (state.kind === 'waiting') return !normalWaitingReasons.has(state.reason);
  return state.kind === 'ended' && state.exitCode !== 0;
}

function stateNotes(container: ContainerDetail, { row, time }: PodSource): PodSection['notes'] {
  const { state, isReady, kind } = container;
  const isGone = row.goneAt !== undefined;
  switch (state.kind) {
    case 'running': {
      const since = state.since === undefined ? '' : ` since ${time(state.since)}`;
      const readiness = isReady ? 'ready' : 'not ready';
      const running = { text: `running${since}`, tone: isGone ? 'gone' : 'ok' } as const;
      return [running, { text: readiness, tone: isReady || isGone ? 'muted' : 'warning' }];
    }
    case 'waiting':
      return [{ text: `waiting: ${state.reason ?? 'no reason given'}`, tone: isSick(container) ? 'error' : 'busy' }];
    case 'ended':
      if (kind === 'init' && state.exitCode === 0) return [{ text: 'completed', tone: 'muted' }];
      return [{ text: 'ended', tone: isFailure(state, isGone) ? 'error' : isGone ? 'gone' : 'warning' }];
    case 'unknown':
      return [{ text: 'not started', tone: 'busy' }];
  }
}

/** The exits of a deleted pod are no failures. */
function isFailure({ exitCode, reason }: RunEnd, isGone: boolean): boolean {
  return exitCode !== 0 && !(isGone && reason !== 'OOMKilled' && exitsOfDeletion.has(exitCode));
}

/** How the container has ended, and how its previous run did. */
function endFacts({ state, lastEnd, restarts }: ContainerDetail, { row, time }: PodSource): readonly PodFact[] {
  const isBad = state.kind === 'ended' && isFailure(state, row.goneAt !== undefined);
  return [
    ...(state.kind === 'ended' && (isBad || state.at !== undefined)
      ? [
          { label: 'ended', text: runText(state, time), ...(isBad && { tone: 'error' as const }) },
          ...messageFact(state),
        ]
      : []),
    ...(restarts === 0 ? [] : [{ label: 'restarts', text: String(restarts), tone: 'warning' as const }]),
    ...(lastEnd === undefined
      ? []
      : [{ label: 'last end', text: runText(lastEnd, time), tone: 'warning' as const }, ...messageFact(lastEnd)]),
  ];
}

/** `exit code 137: killed (SIGKILL), OOMKilled at 12:03:11 (5m ago), started at 11:40:02 (28m ago)` */
function runText(end: RunEnd, time: (at: number) => string): string {
  const at = end.at === undefined ? '' : ` at ${time(end.at)}`;
  const started = end.startedAt === undefined ? '' : `, started ${time(end.startedAt)}`;
  return `${endText(end)}${at}${started}`;
}

/** What the container wrote to its termination log. */
const messageFact = ({ message }: RunEnd): readonly PodFact[] =>
  message === undefined || message.trim() === '' ? [] : [{ label: '', text: message.trim() }];

function resourceFacts(
  { cpu, memory, state }: ContainerDetail,
  amounts: Amounts | undefined,
  /** undefined if the pod is gone. */
  usage: UsageState | undefined,
): readonly PodFact[] {
  const isRunning = state.kind === 'running' && usage !== undefined;
  const gap = isRunning ? (usageGap(usage) ?? 'not measured yet') : undefined;
  const cores = amounts?.cores === undefined ? gap && `usage ${gap}` : `${formatCores(amounts.cores)} used`;
  const limit = bytesOf(memory.limit);
  const share = amounts?.bytes === undefined || limit === undefined ? '' : ` (${percent(amounts.bytes / limit)})`;
  const used = amounts?.bytes === undefined ? gap && `usage ${gap}` : `${inMebibytes(amounts.bytes)}${share} used`;
  return [
    { label: 'CPU', text: [cores, ...rangeTexts(cpu, (text) => coresText(text))].filter(Boolean).join(', ') },
    { label: 'memory', text: [used, ...rangeTexts(memory, memoryText)].filter(Boolean).join(', ') },
  ];
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;
const formatCores = (cores: number): string => cores.toFixed(cores < 10 ? 2 : 1);
const bytesOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : parseQuantity(text);

/** `request 1, limit 2`, `request and limit 1728 MiB` */
function rangeTexts({ request, limit }: ResourceRange, format: (text: string) => string): readonly string[] {
  if (request !== undefined && request === limit) return [`request and limit ${format(request)}`];
  return [
    request === undefined ? 'no request' : `request ${format(request)}`,
    limit === undefined ? 'no limit' : `limit ${format(limit)}`,
  ];
}

function coresText(text: string): string {
  const cores = parseCores(text);
  return cores === undefined ? text : String(cores);
}

function memoryText(text: string): string {
  const bytes = parseQuantity(text);
  return bytes === undefined ? text : inMebibytes(bytes);
}
