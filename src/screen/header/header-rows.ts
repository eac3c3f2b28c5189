import { clusterEnd } from '../../session/cluster/cluster-end.ts';
import { describeProblem } from '../../session/cluster/describe-problem.ts';
import type { SessionSnapshot } from '../../session/snapshot.ts';
import { formatAge } from '../draw/age.ts';
import { cut, widthOf } from '../draw/fit.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { linkText } from '../state/link-text.ts';
import { openForwardsOf } from '../state/open/open-forwards-of.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';

type Part = {
  readonly text: string;
  readonly token: keyof Theme;
  /** One blank before it: it goes with the part before. */
  readonly isJoined?: boolean;
  /** Shown whole or not at all. */
  readonly isWhole?: boolean;
  /** Where the text has no room. */
  readonly short?: string;
};

/** A part that is no longer than this is shown whole or not at all. */
const longestNeverCut = 16;

/** Who this is, how both links stand, and what runs: two rows where there is width for it, else three. */
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

function identityParts({ stage, snapshot, banner, now }: ScreenState): readonly Part[] {
  if (stage.kind === 'picking') return [{ text: 'flink-tui', token: 'strong' }, ...bannerParts(banner)];
  const { target } = stage;
  const namespace = snapshot?.namespace ?? target.namespace;
  const context = snapshot?.context ?? target.context;
  return [
    { text: target.clusterId, token: 'strong' },
    ...bannerParts(snapshot && clusterEnd(snapshot)?.toUpperCase()),
    ...bannerParts(banner).map((part) => ({ ...part, isWhole: true })),
    ...bannerParts(snapshot?.deployment?.mode === 'application' ? 'application cluster' : undefined),
    ...troubleParts(snapshot, now),
    ...insecureParts(snapshot),
    ...(namespace === undefined ? [] : labelled('namespace', namespace).map((part) => ({ ...part, isWhole: true }))),
    ...exposureParts(snapshot),
    ...levelsParts(snapshot),
    ...(snapshot?.flinkVersion === undefined ? [] : labelled('Flink', snapshot.flinkVersion)),
    ...(context === undefined ? [] : labelled('context', context)),
    ...ownerParts(snapshot, now),
  ];
}

/** `:status` has the whole sentence, and what to do. */
function troubleParts(snapshot: SessionSnapshot | undefined, now: number): readonly Part[] {
  if (snapshot === undefined || snapshot.presence === 'missing') return [];
  return snapshot.problems.map((trouble) => ({ text: describeProblem(trouble, snapshot, now).short, token: 'banner' }));
}

/** REST can be reached from outside and nothing guards it: `:status` says what to do. */
function exposureParts(snapshot: SessionSnapshot | undefined): readonly Part[] {
  const service = snapshot?.service;
  if (service?.risk === undefined) return [];
  const text = `REST may be public (${service.type}): see :status`;
  return [{ text, short: 'REST may be public', isWhole: true, token: 'warning' }];
}

/** `status` says why certificates are not checked. */
function insecureParts(snapshot: SessionSnapshot | undefined): readonly Part[] {
  const rest = snapshot?.links.rest;
  const isRestUnverified = rest !== undefined && 'isUnverified' in rest;
  if (snapshot?.insecureReason === undefined && !isRestUnverified) return [];
  return [{ text: 'INSECURE TLS', isWhole: true, token: 'banner' }];
}

/** Levels that were changed and not taken back: they cost room and time until somebody does. */
function levelsParts(snapshot: SessionSnapshot | undefined): readonly Part[] {
  const [first, ...others] = snapshot?.logging?.pending?.levels ?? [];
  if (first === undefined) return [];
  const which = `${first.logger.slice(first.logger.lastIndexOf('.') + 1)} ${first.level}`;
  const text = `levels: ${others.length === 0 ? which : `${others.length + 1} changed`}`;
  return [{ text, short: 'levels changed', isWhole: true, token: 'banner' }];
}

function ownerParts(snapshot: SessionSnapshot | undefined, now: number): readonly Part[] {
  const deployment = snapshot?.deployment;
  if (deployment === undefined) return [];
  const { owner, createdAt } = deployment;
  return [
    ...labelled('age', formatAge(now - createdAt)),
    ...(owner === undefined ? [] : labelled('kept by', `${owner.kind} ${owner.name}`)),
  ];
}

function bannerParts(banner: string | undefined): readonly Part[] {
  return banner === undefined ? [] : [{ text: banner, token: 'banner' }];
}

/** The reason of a link that is down may be long: what is live takes little, the rest is shared. */
function linkParts({ snapshot, stage, now }: ScreenState, width: number): readonly Part[] {
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

function summaryParts(snapshot: SessionSnapshot | undefined): readonly Part[] {
  const overview = snapshot?.overview;
  if (overview === undefined) return [];
  const { slotsTotal, slotsAvailable, taskManagers, jobsRunning, jobsFinished, jobsCancelled, jobsFailed } = overview;
  const states: readonly (Part & { readonly count: number })[] = [
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

/** With the local ports that are open at its end; where one does not answer, that comes first. */
function withForwards(summary: readonly Part[], state: ScreenState): readonly Part[] {
  const forwards = openForwardsOf(state);
  const [first] = forwards;
  if (first === undefined) return summary;
  const inNeed = forwards.map((forward) => forward.state.state).find((word) => ['waiting', 'refused'].includes(word));
  if (inNeed !== undefined) return [{ text: `forward ${inNeed}`, token: 'warning' }, ...summary];
  const count = forwards.length === 1 ? `${first.localPort}` : `${forwards.length}`;
  return [...summary, ...labelled(forwards.length === 1 ? 'forward' : 'forwards', count)];
}

function labelled(label: string, value: string): readonly Part[] {
  return [{ text: `${label} ${value}`, token: 'title' }];
}

/** Two blanks between parts; what is short, or has not even half of its room, is left out rather than cut. */
function joinParts(
  parts: readonly Part[],
  width: number,
  theme: Theme,
): { readonly text: string; readonly width: number } {
  let text = '';
  let used = 0;
  for (const part of parts) {
    const gap = used === 0 || part.isJoined === true ? 1 : 2;
    const room = width - used - gap;
    const wanted = [part.text, part.short ?? part.text].find((form) => widthOf(form) <= room) ?? part.text;
    const isNeverCut = part.isWhole === true || widthOf(wanted) <= longestNeverCut;
    if (room < widthOf(wanted) / (isNeverCut ? 1 : 2)) continue;
    const shown = cut(wanted, room);
    text += ' '.repeat(gap) + theme[part.token](shown);
    used = width - room + widthOf(shown);
  }
  return { text, width: used };
}
