import type { Link } from '../../session/snapshot.ts';
import { brokenLinkTexts, linkText } from '../state/link-text.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { HeaderPart } from './fit-parts.ts';

/** Formats both connections. Two long reasons share the width. */
export function linkParts({ snapshot, stage, now }: ScreenState): readonly HeaderPart[] {
  if (stage.kind === 'picking') return [];
  const connecting = { state: 'connecting', since: now } as const;
  const { kubernetes = connecting, rest = connecting } = snapshot?.links ?? {};
  return [...partsOf(['Kubernetes', 'K8s'], kubernetes, now), ...partsOf(['Flink REST', 'REST'], rest, now)];
}

type Labels = readonly [string, string];

function partsOf(labels: Labels, link: Link, now: number): readonly HeaderPart[] {
  return link.state === 'stale' || link.state === 'denied'
    ? [brokenPart(labels, link, now)]
    : workingParts(labels, link, now);
}

function brokenPart([label, shortLabel]: Labels, link: Link, now: number): HeaderPart {
  const text = linkText(link, now);
  const [longest, ...shorter] = brokenLinkTexts(text);
  return {
    forms: [
      { label, text: longest },
      ...shorter.map((short) => ({ label, text: short })),
      { label: shortLabel, text: text.status },
    ],
    token: text.token,
    importance: 1,
    isUrgent: true,
    isCut: true,
  };
}

/** The latency matters only while it is high. */
function workingParts([label, shortLabel]: Labels, link: Link, now: number): readonly HeaderPart[] {
  const { status, token, details } = linkText(link, now);
  const [longest, ...shorter] = details.map((text) => ({ text }));
  const isSlow = link.state === 'slow';
  return [
    {
      forms: [
        { label, text: status },
        { label: shortLabel, text: status },
      ],
      token,
      importance: 1,
    },
    ...(longest === undefined
      ? []
      : [
          {
            forms: [longest, ...shorter],
            token: isSlow ? 'warning' : 'muted',
            importance: isSlow ? 2 : 8,
            isJoined: true,
          } as const,
        ]),
  ];
}
