import type { LogSource } from '../../logs/log-store.ts';
import { utcClock } from '../../text/utc-time.ts';
import { changeLogs } from '../state/logs/change-logs.ts';
import { followedPods } from '../state/logs/followed-logs.ts';
import type { AwaitedMoment } from '../state/logs/logs-state.ts';
import { showMessage } from '../state/run/show-message.ts';
import type { Screen } from '../state/screen.ts';
import type { ScreenState } from '../state/screen-state.ts';
import { aroundMs, findLine } from './find-line.ts';
import { pausedOn } from './log-page.ts';
import { jumpToMoment } from './prompt/jump-to-time.ts';
import { readOlderLogs } from './read-older-logs.ts';

/** After this time, a jump would surprise the user. */
const maxWaitMs = 15_000;

/** Goes to a moment once its lines have been read, unless the user moves the cursor or opens another log before that. */
export function awaitMoment(screen: Screen, { uid, at, line }: Pick<AwaitedMoment, 'uid' | 'at' | 'line'>): void {
  changeLogs(screen, { awaited: { uid, at, ...(line && { line }), since: screen.now(), hasReadOlder: false } });
}

/** Goes to the awaited moment if the log has its lines now. */
export function goToAwaited(screen: Screen): void {
  const state = screen.store.getState();
  const { awaited } = state.logs;
  if (awaited === undefined) return;
  const step = nextStep(state, awaited, screen.now());
  switch (step.kind) {
    case 'wait':
      showWaiting(screen, awaited);
      return;
    case 'read older':
      changeLogs(screen, { awaited: { ...awaited, hasReadOlder: true } });
      void readOlderLogs(screen).then(() => goToAwaited(screen));
      return;
    case 'go to line':
      changeLogs(screen, { awaited: undefined, paused: pausedOn(state, step) });
      return;
    case 'go to time':
      changeLogs(screen, { awaited: undefined });
      jumpToMoment(screen, awaited.at);
      return;
    case 'give up':
      changeLogs(screen, { awaited: undefined });
  }
}

type Step =
  | { readonly kind: 'go to line'; readonly key: string; readonly sequence: number }
  | { readonly kind: 'go to time' | 'read older' | 'wait' | 'give up' };

function nextStep(state: ScreenState, awaited: AwaitedMoment, now: number): Step {
  const { uid, at, since, hasReadOlder } = awaited;
  const pod = followedPods(state).find((followed) => followed.uid === uid);
  const isLeft = state.logs.paused !== undefined || state.page !== undefined || pod === undefined;
  if (isLeft || now - since > maxWaitMs) return { kind: 'give up' };
  const source = state.session?.logs.sourcesOf(uid)[0];
  if (source === undefined) return { kind: 'wait' };
  const hasLaterLines = timeOfLast(source) >= at;
  const isReading = source.state.state === 'connecting' && !hasLaterLines;
  const sequence = isReading ? undefined : findLine(source, awaited);
  if (sequence !== undefined) return { kind: 'go to line', key: source.key, sequence };
  const earliest = awaited.line === undefined ? at : at - aroundMs;
  const isInPart = hasLaterLines && source.timeAt(source.first) > earliest;
  if (isInPart && !hasReadOlder && pod.goneAt === undefined) return { kind: 'read older' };
  if (hasLaterLines) return { kind: 'go to time' };
  return { kind: source.state.state === 'ended' ? 'go to time' : 'wait' };
}

function timeOfLast(source: LogSource): number {
  return source.end > source.first ? source.timeAt(source.end - 1) : Number.NEGATIVE_INFINITY;
}

function showWaiting(screen: Screen, awaited: AwaitedMoment): void {
  const text = `Waiting for the lines of ${utcClock(awaited.at, screen.now())} UTC`;
  if (screen.store.getState().status?.text === text) return;
  showMessage(screen, text, 'strong', ({ logs }) => logs.awaited === awaited);
}
