import type { ScreenState } from '../state/screen-state.ts';
import { sources } from './entries.ts';
import {
  availabilityOf,
  type Below,
  belowPalette,
  type Entry,
  type Found,
  type Palette,
  recentPurpose,
} from './palette.ts';
import { createTextIndex, type Match } from './text-index.ts';

/** More matches are only counted. */
const maxFound = 200;
const maxRecent = 5;
/** Weaker matches are letters scattered over a sentence. */
const minScore = 0.5;
/** `tm7` matches `taskmanager-1-7` with 0.3. */
const minNameScore = 0.25;
/** An entry that cannot run now is behind equally good ones. */
const unavailableWeight = 0.8;
/** The query is the start of the name of a command or an action: `sav` of `savepoint`. */
const nameScore = 0.95;
const startOfId = /^[\da-f]{4,}$/;

const indexes = sources.map(createTextIndex);

/** Finds the entries for the typed text, and puts the cursor on the best one. */
export function searchPalette(state: ScreenState, shown: Palette): Palette {
  const below = belowPalette(shown, state);
  const prefix = shown.line.text[0];
  const isNarrowed = prefix !== undefined && sources.some((source) => source.prefix === prefix);
  const text = withoutClusterId(shown.line.text.slice(isNarrowed ? 1 : 0).trim(), state);
  const searched = sources.flatMap((source, at) => (isNarrowed && source.prefix !== prefix ? [] : [at]));
  const { found, count } =
    text === ''
      ? listed(entriesOf(searched, below), state.histories[recentPurpose] ?? [])
      : matching(text, searched, below);
  return { ...shown, found, count, cursor: 0, top: 0 };
}

/** Prepares all entries for the search, a part at a time, so that no key has to wait. */
export function prepareSearch(below: () => Below | undefined): void {
  const now = below();
  if (now === undefined) return;
  const hasMore = sources.some(({ entries }, at) => indexes[at]?.prepareSome(entries(now)));
  if (hasMore) setImmediate(() => prepareSearch(below));
}

function entriesOf(searched: readonly number[], below: Below): readonly Entry[] {
  return searched.flatMap((at) => sources[at]?.entries(below) ?? []);
}

/** Pods are found by their short names, also if the whole name is pasted. */
function withoutClusterId(text: string, { snapshot }: ScreenState): string {
  const prefix = `${snapshot?.clusterId}-`;
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

type Result = { readonly found: readonly Found[]; readonly count: number };

/** Lists the recently run entries first, then sick objects and the actions of the view. */
function listed(entries: readonly Entry[], recentKeys: readonly string[]): Result {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const recent = recentKeys
    .toReversed()
    .flatMap((key) => byKey.get(key) ?? [])
    .slice(0, maxRecent);
  const others = ([0, 1, 2, 3] as const).flatMap((rank) =>
    entries.filter((entry) => entry.rank === rank && !recent.includes(entry)),
  );
  const found = [...recent, ...others].slice(0, maxFound).map((entry) => ({ entry, matches: [] }));
  return { found, count: entries.length };
}

function matching(text: string, searched: readonly number[], below: Below): Result {
  const results = searched.map((at) => {
    const { entries, weight = 1, hasShortNames } = sources[at] ?? { entries: () => [] };
    const query = { text, minScore: hasShortNames ? minNameScore : minScore, limit: maxFound };
    const { best, count } = indexes[at]?.search(entries(below), query) ?? { best: [], count: 0 };
    const byId = withId(entries(below), text);
    const weigh = (match: Match) => {
      const isAvailable = availabilityOf(match.entry, below) === true;
      const score = startsName(match.entry, text) ? Math.max(nameScore, match.score) : match.score;
      return { ...match, score: score * weight * (isAvailable ? 1 : unavailableWeight) };
    };
    return { best: [...byId, ...best].map(weigh), count: byId.length + count };
  });
  const found = results
    .flatMap(({ best }) => best)
    .toSorted((a, b) => b.score - a.score || a.entry.rank - b.entry.rank)
    .slice(0, maxFound);
  return { found, count: results.reduce((sum, { count }) => sum + count, 0) };
}

/** The name of the action `job.savepoint` is `savepoint`. */
function startsName({ alias }: Entry, text: string): boolean {
  const names = alias.split(' ').map((name) => name.slice(name.lastIndexOf('.') + 1));
  return names.some((name) => name.startsWith(text.toLowerCase()));
}

function withId(entries: readonly Entry[], text: string): readonly Match[] {
  if (!startOfId.test(text)) return [];
  return entries.filter(({ id }) => id?.startsWith(text)).map((entry) => ({ entry, score: 1, matches: [] }));
}
