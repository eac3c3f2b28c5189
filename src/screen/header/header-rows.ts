import { clusterEnd } from '../../session/cluster/cluster-end.ts';
import { describeProblem } from '../../session/cluster/describe-problem.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { formatAge } from '../draw/age.ts';
import { cut, widthOf } from '../draw/fit.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { linkText } from '../state/link-text.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { shownForwards } from '../state/shown-items.ts';
import type { Theme } from '../theme/theme.ts';

type HeaderPart = {
  readonly text: string;
  readonly token: keyof Theme;
  /** Belongs to the previous part: one blank separates them instead of two. */
  readonly isJoined?: boolean;
  /** Never cut: shown whole or left out. */
  readonly isWhole?: boolean;
  /** Shown instead if the text does not fit. */
  readonly short?: string;
};

/** A part up to this width is never cut. */
const maxUncutWidth = 16;

/** Formats the cluster, the status of both connections and the totals: two rows on a wide terminal, else three. */
export const headerRows = rememberLast((state: ScreenState, width: number, height: number): readonly string[] => {
  const { theme } = state;
  const identity = identityParts(state);
  const summary = withForwards(summaryParts(state.snapshot), state);
  const links = linkParts(state, width);
  if (height >= 3) return [identity, links, summary].map((parts) => joinParts(parts, width, theme).text);
  const right = joinParts(summary, Math.floor(width / 2), theme);
  const left = joinParts(identity, width - right.width - 2, theme);
  const blanks = ' '.repeat(width - left.width - right.width - 1);
  return [left.text + blanks + right.text, joinParts(links, width, theme).text];
});

function identityParts({ stage, snapshot, banner, now }: ScreenState): readonly HeaderPart[] {
  if (stage.kind === 'picking') return [{ text: 'flink-tui', token: 'strong' }, ...bannerParts(banner)];
  const { target } = stage;
  const namespace = snapshot?.namespace ?? target.namespace;
  const context = snapshot?.context ?? target.context;
  return [
    { text: target.clusterId, token: 'strong' },
    ...bannerParts(snapshot && clusterEnd(snapshot)?.toUpperCase()),
    ...bannerParts(banner).map((part) => ({ ...part, isWhole: true })),
    ...bannerParts(snapshot?.deployment?.mode === 'application' ? 'application cluster' : undefined),
    ...problemParts(snapshot, now),
    ...insecureParts(snapshot),
    ...(namespace === undefined ? [] : labelled('namespace', namespace).map((part) => ({ ...part, isWhole: true }))),
    ...exposureParts(snapshot),
    ...levelsParts(snapshot),
    ...(snapshot?.flinkVersion === undefined ? [] : labelled('Flink', snapshot.flinkVersion)),
    ...(context === undefined ? [] : labelled('context', context)),
    ...ownerParts(snapshot, now),
  ];
}

/** Returns short forms of the problems. The `status` command shows the full messages and next steps. */
function problemParts(snapshot: SessionSnapshot | undefined, now: number): readonly HeaderPart[] {
  if (snapshot === undefined || snapshot.presence === 'missing') return [];
  return snapshot.problems.map((problem) => ({ text: describeProblem(problem, snapshot, now).short, token: 'banner' }));
}

/** Warns that the REST API may be reachable from outside without authentication. */
function exposureParts(snapshot: SessionSnapshot | undefined): readonly HeaderPart[] {
  const service = snapshot?.service;
  if (service?.risk === undefined) return [];
  const text = `REST may be public (${service.type}): see :status`;
  return [{ text, short: 'REST may be public', isWhole: true, token: 'warning' }];
}

/** Warns that TLS certificates are not verified. The `status` command shows the reason. */
function insecureParts(snapshot: SessionSnapshot | undefined): readonly HeaderPart[] {
  const rest = snapshot?.links.rest;
  const isRestUnverified = rest !== undefined && 'isUnverified' in rest;
  if (snapshot?.insecureReason === undefined && !isRestUnverified) return [];
  return [{ text: 'INSECURE TLS', isWhole: true, token: 'banner' }];
}

/** Warns of changed log levels, which cost disk space and CPU until they are reverted. */
function levelsParts(snapshot: SessionSnapshot | undefined): readonly HeaderPart[] {
  const [first, ...others] = snapshot?.logging?.pending?.levels ?? [];
  if (first === undefined) return [];
  const change = `${first.logger.slice(first.logger.lastIndexOf('.') + 1)} ${first.level}`;
  const text = `levels: ${others.length === 0 ? change : `${others.length + 1} changed`}`;
  return [{ text, short: 'levels changed', isWhole: true, token: 'banner' }];
}

function ownerParts(snapshot: SessionSnapshot | undefined, now: number): readonly HeaderPart[] {
  const deployment = snapshot?.deployment;
  if (deployment === undefined) return [];
  const { owner, createdAt } = deployment;
  return [
    ...labelled('age', formatAge(now - createdAt)),
    ...(owner === undefined ? [] : labelled('controlled by', `${owner.kind} ${owner.name}`)),
  ];
}

function bannerParts(banner: string | undefined): readonly HeaderPart[] {
  return banner === undefined ? [] : [{ text: banner, token: 'banner' }];
}

/** Formats both connections. A long reason may use the width that the other connection leaves free. */
function linkParts({ snapshot, stage, now }: ScreenState, width: number): readonly HeaderPart[] {
  if (stage.kind === 'picking') return [];
  const connecting = { state: 'connecting', since: now } as const;
  const kubernetes = linkText(snapshot?.links.kubernetes ?? connecting, now);
  const rest = linkText(snapshot?.links.rest ?? connecting, now);
  const room = width - 'Kubernetes Flink REST'.length - 6;
  const half = Math.floor(room / 2);
  const forKubernetes = Math.max(half, room - widthOf(rest.text));
  const first = cut(kubernetes.text, forKubernetes);
  return [
    { text: 'Kubernetes', token: 'muted' },
    { text: first, token: kubernetes.token },
    { text: 'Flink REST', token: 'muted' },
    { text: cut(rest.text, room - widthOf(first)), token: rest.token },
  ];
}

function summaryParts(snapshot: SessionSnapshot | undefined): readonly HeaderPart[] {
  const overview = snapshot?.overview;
  if (overview === undefined) return [];
  const { slotsTotal, slotsAvailable, taskManagers, jobsRunning, jobsFinished, jobsCancelled, jobsFailed } = overview;
  const states: readonly (HeaderPart & { readonly count: number })[] = [
    { count: jobsRunning, text: `${jobsRunning} running`, token: jobsRunning > 0 ? 'ok' : 'muted' },
    { count: jobsFinished, text: `${jobsFinished} finished`, token: 'muted' },
    { count: jobsCancelled, text: `${jobsCancelled} canceled`, token: 'muted' },
    { count: jobsFailed, text: `${jobsFailed} failed`, token: 'error' },
  ];
  return [
    ...labelled('TaskManagers', String(taskManagers)),
    ...labelled('slots', `${slotsTotal - slotsAvailable}/${slotsTotal}`),
    { text: 'jobs', token: 'title' },
    ...states
      .filter(({ count }, index) => index === 0 || count > 0)
      .map((part, index) => (index === 0 ? { ...part, isJoined: true } : part)),
  ];
}

/** Adds the open forwards at the end, or a broken forward at the start. */
function withForwards(summary: readonly HeaderPart[], state: ScreenState): readonly HeaderPart[] {
  const forwards = shownForwards(state);
  const [first] = forwards;
  if (first === undefined) return summary;
  const broken = forwards.map((forward) => forward.state.state).find((name) => ['waiting', 'refused'].includes(name));
  if (broken !== undefined) return [{ text: `forward ${broken}`, token: 'warning' }, ...summary];
  const count = forwards.length === 1 ? `${first.localPort}` : `${forwards.length}`;
  return [...summary, ...labelled(forwards.length === 1 ? 'forward' : 'forwards', count)];
}

function labelled(label: string, value: string): readonly HeaderPart[] {
  return [{ text: `${label} ${value}`, token: 'title' }];
}

/** Joins parts with two blanks. A part that may be cut is left out if less than half of it fits. */
function joinParts(
  parts: readonly HeaderPart[],
  width: number,
  theme: Theme,
): { readonly text: string; readonly width: number } {
  let text = '';
  let used = 0;
  for (const part of parts) {
    const gap = used === 0 || part.isJoined === true ? 1 : 2;
    const room = width - used - gap;
    const fitting = [part.text, part.short ?? part.text].find((form) => widthOf(form) <= room) ?? part.text;
    const isNeverCut = part.isWhole === true || widthOf(fitting) <= maxUncutWidth;
    if (room < widthOf(fitting) / (isNeverCut ? 1 : 2)) continue;
    const shown = cut(fitting, room);
    text += ' '.repeat(gap) + theme[part.token](shown);
    used = width - room + widthOf(shown);
  }
  return { text, width: used };
}
