import { formatAge } from '../draw/age.ts';
import { cut, widthOf } from '../draw/fit.ts';
import { hasEnded } from '../state/acts/act.ts';
import { toastBox } from '../state/acts/toast-box.ts';
import { toastLine } from '../state/acts/toast-line.ts';
import { shownToasts } from '../state/acts/toasts.ts';
import { keyName } from '../state/key-names.ts';
import { baseView, frontView } from '../state/layers.ts';
import type { Views } from '../state/screen.ts';
import type { Activity, ScreenState } from '../state/screen-state.ts';
import type { Token } from '../theme/theme.ts';

const statusTimeoutMs = 20_000;
/** Time during which a message may cover part of the progress of a command. */
const overProgressTimeoutMs = 3000;
/** Enough columns to recognise the command. */
const minProgressWidth = 12;

/** Formats the line above the footer: a prompt, else running commands and the last message, else the view's status. */
export function promptRow(views: Views, state: ScreenState, width: number): string {
  const { activities, theme } = state;
  const front = frontView(state);
  const typed = views.get(front.id).prompt?.(state, front.viewState, width);
  if (typed !== undefined) return typed;
  const base = views.get(baseView(state).id);
  const message = latest(
    messageOf(state, () => base.statusPrefix?.(state)),
    toastMessage(views, state, width),
  );
  const activity = activities.at(-1);
  if (activity !== undefined) return progressRow(state, activity, message, width);
  if (message !== undefined) return theme[message.token](cut(` ${message.text}`, width));
  // What is below an overlay is not under the cursor.
  const status = views.get(front.id).kind === 'overlay' ? undefined : base.status?.(state);
  return theme.muted(cut(` ${status ?? ''}`, width));
}

type Message = { readonly text: string; readonly token: Token; readonly at: number };

function messageOf({ status, now }: ScreenState, prefixOf: () => string | undefined): Message | undefined {
  if (status === undefined || now - status.at >= statusTimeoutMs) return undefined;
  const prefix = prefixOf();
  return prefix === undefined ? status : { ...status, text: `${prefix} · ${status.text}` };
}

/** Returns the newest toast if it has no room of its own. */
function toastMessage(views: Views, state: ScreenState, width: number): Message | undefined {
  const act = shownToasts(state).at(-1);
  if (act === undefined || toastBox(views, state) !== undefined) return undefined;
  return { ...toastLine(act, width - 1), at: act.end.at };
}

function latest(a: Message | undefined, b: Message | undefined): Message | undefined {
  return a === undefined || (b !== undefined && b.at > a.at) ? b : a;
}

/** Formats the progress of a command and the message. A message that does not fit is shown for a few seconds only. */
function progressRow(state: ScreenState, activity: Activity, message: Message | undefined, width: number): string {
  const { theme, now } = state;
  const progress = activityText(activity, othersText(state), now);
  const messageText = message === undefined ? '' : ` · ${message.text}`;
  const hasRoom = widthOf(progress) + widthOf(messageText) <= width;
  if (message === undefined || (!hasRoom && now - message.at >= overProgressTimeoutMs))
    return theme.busy(cut(progress, width));
  const shown = cut(progress, Math.max(minProgressWidth, width - widthOf(messageText)));
  return theme.busy(shown) + theme[message.token](cut(messageText, width - widthOf(shown)));
}

function activityText({ title, step, since }: Activity, others: string, now: number): string {
  return ` … ${title}${step === '' ? '' : `: ${step}`}, ${formatAge(now - since)}${others}`;
}

function othersText(state: ScreenState): string {
  const { activities, acts } = state;
  const running = acts.filter((act) => !hasEnded(act)).length;
  if (running > 1) return ` (${running} running, press ${keyName(state, 'activities.show')} to list them)`;
  return activities.length > 1 ? ` (and ${activities.length - 1} more)` : '';
}
