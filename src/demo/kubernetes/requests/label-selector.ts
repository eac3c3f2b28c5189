import { badRequest } from '../status.ts';

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const supportedOperators = ['in', 'notin', '=', '==', '!='];
const expectedOperators = [...supportedOperators, 'gt', 'lt'].join(', ');
const tokenPattern = /\s*(==|!=|=|!|\(|\)|,|[^\s=!(),]+)\s*/gy;

/** Parses a label selector such as `app=x,component in (a, b),!gone`. Errors have the messages of the real server. */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const reader = new TokenReader(text);
  const requirements: Requirement[] = [];
  while (reader.peek() !== '') {
    requirements.push(readRequirement(reader));
    if (reader.peek() === '') break;
    if (reader.next() !== ',') throw parseError(reader.last, expectedOperators);
    if (reader.peek() === '') throw parseError('', '!, identifier');
  }
  return (labels) => requirements.every((matches) => matches(labels));
}

function readRequirement(reader: TokenReader): Requirement {
  const first = reader.next();
  if (first === '!') {
    const key = reader.next();
    return (labels) => !(key in labels);
  }
  if (!/^\w/.test(first)) throw parseError(first, '!, identifier');
  if (reader.peek() === '' || reader.peek() === ',') return (labels) => first in labels;

  const operator = reader.next();
  if (!supportedOperators.includes(operator)) throw parseError(operator, expectedOperators);
  if (operator === 'in') return anyOf(first, readValues(reader));
  if (operator === 'notin') return noneOf(first, readValues(reader));
  const value = reader.peek() === ',' ? '' : reader.next();
  return operator === '!=' ? noneOf(first, [value]) : anyOf(first, [value]);
}

function readValues(reader: TokenReader): readonly string[] {
  if (reader.next() !== '(') throw parseError(reader.last, "'('");
  const values: string[] = [];
  for (;;) {
    values.push(reader.peek() === ',' || reader.peek() === ')' ? '' : reader.next());
    const end = reader.next();
    if (end === ')') return values;
    if (end !== ',') throw parseError(end, "',' or ')'");
  }
}

const anyOf =
  (key: string, values: readonly string[]): Requirement =>
  (labels) =>
    values.some((value) => value === labels[key]);

/** Requires that the label has none of the values. Also matches objects without the label. */
const noneOf =
  (key: string, values: readonly string[]): Requirement =>
  (labels) =>
    values.every((value) => value !== labels[key]);

function parseError(found: string, expected: string) {
  return badRequest(`unable to parse requirement: found '${found}', expected: ${expected}`);
}

class TokenReader {
  last = '';
  private readonly tokens: string[] = [];
  private position = 0;

  constructor(text: string) {
    for (const [, token = ''] of text.matchAll(tokenPattern)) this.tokens.push(token);
  }

  /** Returns the next token without consuming it; empty at the end. */
  peek(): string {
    return this.tokens[this.position] ?? '';
  }

  next(): string {
    this.last = this.peek();
    this.position += 1;
    return this.last;
  }
}
