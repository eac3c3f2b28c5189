import { cut, cutMiddle, widthOf } from '../../draw/fit.ts';
import type { Token } from '../../theme/theme.ts';
import type { EndedAct } from './act.ts';
import { markOf } from './act-marks.ts';

/** A toast for the line above the footer, where no box has room. */
export function toastLine(act: EndedAct, width: number): { readonly text: string; readonly token: Token } {
  const { end } = act;
  const { mark, word, token } = markOf(act);
  const [detail = ''] = end.details;
  if (end.outcome === 'done') {
    const title = cut(`${mark} ${end.title}`, width);
    const room = width - widthOf(title) - 2;
    const path = room < minDetail || detail === '' ? '' : `  ${cutMiddle(detail, room, Math.floor(room / 3))}`;
    return { text: title + path, token };
  }
  return { text: cut(`${mark} ${end.title} ${word}: ${detail}`, width), token };
}

/** A shorter part of a path is not useful. */
const minDetail = 16;
