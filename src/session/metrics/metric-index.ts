import fuzzysort from 'fuzzysort';
import { type Metric, type MetricOwner, ownerTitle } from './metric.ts';
import { memberOf, parseQuery } from './metric-query.ts';

/** The ids of an owner's metrics. Ids of text are left out. */
export type OwnedIds = { readonly owner: MetricOwner; readonly ids: readonly string[] };

export type FoundMetrics = {
  /** Best first. Equal ones are in the order of the owners. */
  readonly metrics: readonly Metric[];
  /** Number of all matches. */
  readonly count: number;
};

export type MetricIndex = {
  /** Finds metrics by fuzzy terms and globs. Returns at most `limit`. */
  readonly search: (text: string, limit: number) => FoundMetrics;
};

/** Score of an exact match. */
const exact = 1;
/** A term that matches the owner says less than one that matches the id. */
const ownerWeight = 0.9;
const maxCachedTerms = 20;

/**
 * Returns an index of metrics. Each different name, operator and owner is compared once with each term: 200 vertices with
 * 100 metrics each have 20,000 metrics, but only some hundred different names and operators.
 */
export function createMetricIndex(owned: readonly OwnedIds[]): MetricIndex {
  const ids = [...new Set(owned.flatMap((item) => item.ids))];
  const parts = splitIds(ids);
  const position = new Map(ids.map((id, index) => [id, index]));
  const owners = owned.map(({ owner, ids: own }) => ({
    owner,
    title: ownerTitle(owner),
    positions: Uint32Array.from(own, (id) => position.get(id) ?? 0),
  }));
  const cachedScores = new Map<string, Float64Array>();

  function scoresOf(term: string): Float64Array {
    const known = cachedScores.get(term);
    if (known !== undefined) return known;
    if (cachedScores.size >= maxCachedTerms) cachedScores.clear();
    const scores = isGlob(term) ? globScores(term, ids) : scoresOfParts(term, parts);
    cachedScores.set(term, scores);
    return scores;
  }

  return {
    search(text, limit) {
      const query = parseQuery(text);
      const terms = query.terms.map((term) => ({ term, scores: scoresOf(term) }));
      const best = bestOf(limit);
      for (const { owner, title, positions } of owners) {
        const member = memberOf(owner, query);
        if (member === 'none') continue;
        const ofOwner = terms.map(({ term }) => (isGlob(term) ? 0 : fuzzyScore(term, title)) * ownerWeight);
        for (const at of positions) best.add(combine(terms, ofOwner, at), owner, at, member);
      }
      return best.found((at) => ids[at] ?? '');
    },
  };
}

const fuzzyScore = (term: string, target: string): number => fuzzysort.single(term, target)?.score ?? 0;

const isGlob = (term: string): boolean => /[*?]/.test(term);

/** Matches a glob with a whole id, or with its end after a dot. */
function globScores(glob: string, ids: readonly string[]): Float64Array {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const pattern = new RegExp(`(^|\\.)${source}$`, 'i');
  return Float64Array.from(ids, (id) => (pattern.test(id) ? exact : 0));
}

/** `Map.numRecordsIn` has the operator `Map` and the name `numRecordsIn`. */
type Parts = {
  readonly names: readonly string[];
  readonly operators: readonly string[];
  /** Positions in `names` and `operators` by the position of the id. An id without an operator has the operator 0, ''. */
  readonly ofIds: readonly { readonly name: number; readonly operator: number }[];
};

/** First parts of ids that are not operators. */
const notOperators = new Set(['Status', 'Shuffle', 'buffers']);

function splitIds(ids: readonly string[]): Parts {
  const names = new Map<string, number>();
  const operators = new Map<string, number>([['', 0]]);
  const indexIn = (known: Map<string, number>, text: string): number => {
    const index = known.get(text) ?? known.size;
    known.set(text, index);
    return index;
  };
  const ofIds = ids.map((id) => {
    const dot = id.indexOf('.');
    const first = id.slice(0, Math.max(0, dot));
    const operator = notOperators.has(first) ? '' : first;
    const name = operator === '' ? id : id.slice(dot + 1);
    return { name: indexIn(names, name), operator: indexIn(operators, operator) };
  });
  return { names: [...names.keys()], operators: [...operators.keys()], ofIds };
}

/** A term matches the name or the operator of an id. Before and after a dot, it matches the operator and the name. */
function scoresOfParts(term: string, { names, operators, ofIds }: Parts): Float64Array {
  const ofNames = names.map((name) => fuzzyScore(term, name));
  const ofOperators = operators.map((operator) => fuzzyScore(term, operator) * ownerWeight);
  const dot = term.lastIndexOf('.');
  if (dot === -1) {
    return Float64Array.from(ofIds, ({ name, operator }) => Math.max(ofNames[name] ?? 0, ofOperators[operator] ?? 0));
  }
  const [before, after] = [term.slice(0, dot), term.slice(dot + 1)];
  const namesAfter = after === '' ? names.map(() => exact) : names.map((name) => fuzzyScore(after, name));
  const operatorsBefore = operators.map((operator) => fuzzyScore(before, operator));
  return Float64Array.from(ofIds, ({ name, operator }) =>
    Math.max(ofNames[name] ?? 0, Math.min(namesAfter[name] ?? 0, operatorsBefore[operator] ?? 0)),
  );
}

/** Returns 0 if a term matches neither the owner nor the id. */
function combine(
  terms: readonly { readonly scores: Float64Array }[],
  ofOwner: readonly number[],
  position: number,
): number {
  let sum = exact;
  for (let term = 0; term < terms.length; term += 1) {
    const score = Math.max(ofOwner[term] ?? 0, terms[term]?.scores[position] ?? 0);
    if (score === 0) return 0;
    sum += score;
  }
  return sum;
}

type Candidate = {
  readonly score: number;
  readonly order: number;
  readonly owner: MetricOwner;
  readonly position: number;
  readonly member: Metric['member'];
};

/** Collects the best candidates without keeping all of them. */
function bestOf(limit: number) {
  let kept: Candidate[] = [];
  let least = 0;
  let count = 0;
  const shrink = () => {
    kept = kept.sort((a, b) => b.score - a.score || a.order - b.order).slice(0, limit);
    if (kept.length === limit) least = kept.at(-1)?.score ?? 0;
  };
  return {
    add: (score: number, owner: MetricOwner, position: number, member: Metric['member']) => {
      if (score === 0) return;
      count += 1;
      if (score <= least) return;
      kept.push({ score, order: count, owner, position, member });
      if (kept.length >= 4 * limit) shrink();
    },
    found: (idAt: (position: number) => string): FoundMetrics => {
      shrink();
      const metrics = kept.map(({ owner, position, member }) => ({ owner, id: idAt(position), member }));
      return { metrics, count };
    },
  };
}
