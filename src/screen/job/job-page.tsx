import { formatAge } from '../draw/age.ts';
import { Frame } from '../draw/frame.tsx';
import { inside } from '../state/layout.ts';
import { layoutOf } from '../state/pane-sizes.ts';
import { useScreenState } from '../state/screen-context.tsx';
import type { ScreenState } from '../state/screen-state.ts';
import { detailRows } from './detail-rows.ts';

/** One job looked at closely, in the place of all panes. */
export function JobDetailPane() {
  const rectangle = useScreenState((state) => layoutOf(state).body);
  const title = useScreenState(({ detail }) => `2 Jobs › ${detail?.detail?.name ?? detail?.jobId ?? ''}`);
  const note = useScreenState(noteOf);
  const text = useScreenState(windowText);
  return <Frame rectangle={rectangle} title={title} note={note} isFocused text={text} />;
}

function noteOf({ detail, now }: ScreenState): string | undefined {
  if (detail?.failure === undefined || detail.readAt === undefined) return undefined;
  return `as of ${formatAge(now - detail.readAt)} ago`;
}

function windowText(state: ScreenState): string {
  const { width, height } = inside(layoutOf(state).body);
  const top = state.detail?.top ?? 0;
  return detailRows(state, width)
    .slice(top, top + height)
    .join('\n');
}
