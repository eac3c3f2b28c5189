import type { Pod } from '../../kubernetes/objects.ts';
import { objectOf, variableSections, volumeSections } from '../../session/pods/detail/pod-sections.ts';
import { podYaml } from '../../session/pods/detail/pod-yaml.ts';
import type { PodRow } from '../../session/snapshot.ts';
import { clockAndAge } from '../draw/age.ts';
import { sanitize, wrap } from '../draw/fit.ts';
import { rangePosition } from '../draw/frame/scroll-position.ts';
import { rememberLast } from '../draw/remember-last.ts';
import { highlighted, matchingRows } from '../draw/search-rows.ts';
import { tabSize } from '../state/panes/tab-size.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';
import { overviewRows } from './overview-rows.ts';
import { type PodPage, podOf } from './pod-page.ts';
import { columnRows } from './section-rows.ts';

/** Rows of one wrapped line of YAML. */
const maxRows = 50;

/** Returns all rows of the shown tab, painted. */
export function podRows(state: ScreenState, page: PodPage): readonly string[] {
  const { width } = tabSize(state);
  const row = podOf(state, page);
  if (page.tab === 'overview') return overviewRows(state, row, width);
  return page.tab === 'yaml' ? yamlRows(state, row, width) : environmentRows(state, row, width);
}

function environmentRows(state: ScreenState, row: PodRow, width: number): readonly string[] {
  const { snapshot, theme, serverNow } = state;
  if (snapshot === undefined) return [];
  const source = { row, snapshot, time: (at: number) => clockAndAge(at, serverNow) };
  if (objectOf(source) === undefined) return [theme.muted(' Kubernetes has no pod of this name')];
  return columnRows(state, variableSections(source), volumeSections(source), width);
}

function yamlRows({ snapshot, theme }: ScreenState, { uid }: PodRow, width: number): readonly string[] {
  const pod = snapshot?.podObjects.get(uid);
  if (pod === undefined) return [theme.muted(' Kubernetes has no pod of this name')];
  return paintedYaml(pod, width, theme);
}

/** The page draws them and searches in them, in each frame. */
const paintedYaml = rememberLast((pod: Pod, width: number, theme: Theme): readonly string[] =>
  podYaml(pod)
    .split('\n')
    .flatMap((line) => wrap(line, width - 2, maxRows).map((row) => ` ${paintYaml(row, theme)}`)),
);

const yamlKey = /^(\s*(?:- )*)([\w./"-]+:)(?=\s|$)(.*)$/;

/** Keys are muted, so that the values stand out. */
function paintYaml(row: string, theme: Theme): string {
  const [, indent, key, value] = yamlKey.exec(sanitize(row)) ?? [];
  return key === undefined ? row : `${indent}${theme.muted(key)}${value}`;
}

/** The indexes of the rows that contain the searched text. */
export function matchesOf(state: ScreenState, page: PodPage): readonly number[] {
  return matchingRows(podRows(state, page), page.search);
}

/** Returns the visible rows, with matches marked, and the scroll position. */
export function shownPart(
  state: ScreenState,
  page: PodPage,
): { readonly rows: readonly string[]; readonly position: string | undefined } {
  const { height } = tabSize(state);
  const rows = podRows(state, page);
  const top = Math.min(page.top, Math.max(0, rows.length - height));
  const shown = rows.slice(top, top + height);
  return {
    rows: page.search === '' ? shown : shown.map((row) => highlighted(row, page.search, state.theme['log.match'])),
    position: rangePosition(top, height, rows.length),
  };
}
