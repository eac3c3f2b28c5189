import { clusterEnd } from '../../session/cluster/cluster-end.ts';
import { describeProblem } from '../../session/cluster/describe-problem.ts';
import type { ClusterProblem, SessionSnapshot } from '../../session/snapshot.ts';
import { formatAge } from '../draw/age.ts';
import { cutMiddle, widthOf } from '../draw/fit.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Token } from '../theme/theme.ts';
import type { HeaderPart } from './fit-parts.ts';

/** Widths of a cluster-id that leave room for the parts beside it. */
const shortIdWidths = [32, 16] as const;

/** Names the cluster, and warns of everything unusual about it. */
export function identityParts({ stage, snapshot, banner, now }: ScreenState): readonly HeaderPart[] {
  if (stage.kind === 'picking') return [whole('flink-tui', 'strong'), ...bannerParts(banner)];
  const { target } = stage;
  const namespace = snapshot?.namespace ?? target.namespace;
  const context = snapshot?.context ?? target.context;
  return [
    idPart(target.clusterId),
    ...endParts(snapshot),
    ...bannerParts(banner),
    ...(snapshot?.deployment?.mode === 'application' ? [whole('application cluster', 'banner')] : []),
    ...problemParts(snapshot, now),
    ...insecureParts(snapshot),
    ...(namespace === undefined ? [] : [labelled('namespace', namespace, 2)]),
    ...exposureParts(snapshot),
    ...levelsParts(snapshot),
    ...(snapshot?.flinkVersion === undefined ? [] : [labelled('Flink', snapshot.flinkVersion, 4)]),
    ...(context === undefined ? [] : [contextPart(context)]),
    ...ownerParts(snapshot, now),
  ];
}

function whole(text: string, token: Token): HeaderPart {
  return { forms: [{ text }], token, importance: 1 };
}

function labelled(label: string, text: string, importance: number): HeaderPart {
  return { forms: [{ label, text }], importance };
}

function idPart(clusterId: string): HeaderPart {
  const shorter = shortIdWidths.map((width) => ({ text: cutMiddle(clusterId, width, Math.floor(width / 2)) }));
  return { forms: [{ text: clusterId }, ...shorter], token: 'strong', importance: 1, isUrgent: true };
}

function contextPart(context: string): HeaderPart {
  const label = 'context';
  const short = cutMiddle(context, 24, 8);
  const forms: HeaderPart['forms'] =
    widthOf(context) > widthOf(short)
      ? [
          { label, text: context },
          { label, text: short },
        ]
      : [{ label, text: context }];
  return { forms, importance: 6 };
}

function bannerParts(banner: string | undefined): readonly HeaderPart[] {
  return banner === undefined ? [] : [whole(banner, 'banner')];
}

function endParts(snapshot: SessionSnapshot | undefined): readonly HeaderPart[] {
  const end = snapshot && clusterEnd(snapshot)?.toUpperCase();
  if (end === undefined) return [];
  const short = end.includes(' HAS ') ? end.slice(end.indexOf(' HAS ') + ' HAS '.length) : 'CLUSTER IS GONE';
  return [{ forms: [{ text: end }, { text: short }], token: 'banner', importance: 1, isUrgent: true }];
}

const shortProblems = {
  'being-deleted': 'deleting',
  'scaled-to-zero': 'scaled to 0',
  crashed: 'crashed',
  'not-starting': 'not starting',
} as const satisfies Record<ClusterProblem['kind'], string>;

/** Returns short forms of the problems. The `status` command shows the full messages and next steps. */
function problemParts(snapshot: SessionSnapshot | undefined, now: number): readonly HeaderPart[] {
  if (snapshot === undefined || snapshot.presence === 'missing') return [];
  return snapshot.problems.map((problem) => {
    const { short } = describeProblem(problem, snapshot, now);
    const [start = short] = short.split(/, |: /);
    const forms: HeaderPart['forms'] = [{ text: short }, { text: start }, { text: shortProblems[problem.kind] }];
    return { forms, token: 'banner', importance: 1, isUrgent: true };
  });
}

/** Warns that TLS certificates are not verified. The `status` command shows the reason. */
function insecureParts(snapshot: SessionSnapshot | undefined): readonly HeaderPart[] {
  const rest = snapshot?.links.rest;
  const isRestUnverified = rest !== undefined && 'isUnverified' in rest;
  const isVerified = snapshot?.insecureReason === undefined && !isRestUnverified;
  return isVerified
    ? []
    : [{ forms: [{ text: 'INSECURE TLS' }, { text: 'INSECURE' }], token: 'banner', importance: 1, isUrgent: true }];
}

/** Warns that the REST API may be reachable from outside without authentication. */
function exposureParts(snapshot: SessionSnapshot | undefined): readonly HeaderPart[] {
  const service = snapshot?.service;
  if (service?.risk === undefined) return [];
  const short = 'REST may be public';
  const text = `${short} (${service.type}): see :status`;
  return [{ forms: [{ text }, { text: short }], token: 'warning', importance: 3 }];
}

/** Warns of changed log levels, which cost disk space and CPU until they are reverted. */
function levelsParts(snapshot: SessionSnapshot | undefined): readonly HeaderPart[] {
  const [first, ...others] = snapshot?.logging?.pending?.levels ?? [];
  if (first === undefined) return [];
  const change = `${first.logger.slice(first.logger.lastIndexOf('.') + 1)} ${first.level}`;
  const text = `levels: ${others.length === 0 ? change : `${others.length + 1} changed`}`;
  const forms: HeaderPart['forms'] = [{ text }, { text: 'levels changed' }, { text: 'levels' }];
  return [{ forms, token: 'banner', importance: 1 }];
}

function ownerParts(snapshot: SessionSnapshot | undefined, now: number): readonly HeaderPart[] {
  const deployment = snapshot?.deployment;
  if (deployment === undefined) return [];
  const { owner, createdAt } = deployment;
  return [
    labelled('age', formatAge(now - createdAt), 7),
    ...(owner === undefined ? [] : [labelled('controlled by', `${owner.kind} ${owner.name}`, 8)]),
  ];
}
