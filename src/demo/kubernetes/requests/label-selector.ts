import { badRequest } from '../status.ts';

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const operators = ['in', 'notin', '=', '==', '!='];
const anyOperator = [...operators, 'gt', 'lt'].join(', ');
const tokens = /\s*(==|!=|=|!|\(|\)|,|[^\s=!(),]+)\s*/gy;

/** `app=x,component in (a, b),!gone`, with the real server's words for what it cannot read. */
export function parseLabelSelector(text: string): (labels: Labels) => boolean {
  const reader = new TokenReader(text);
  const requirements: Requirement[] = [];
  while (reader.peek() !== '') {
    requirements.push(readRequirement(reader));
    if (reader.peek() === '') break;
    if (reader.next() !== ',') throw unparsable(reader.last, anyOperator);
    if (reader.peek() === '') throw unparsable('', '!, identifier');
  }
  return (labels) => requirements.every((matches) => matches(labels));
}

function readRequirement(reader: TokenReader): Requirement {
  const first = reader.next();
  if (first === '!') {
    const key = reader.next();
    return (labels) => !(key in labels);
  }
  if (!/^\w/.test(first)) throw unparsable(first, '!, identifier');
  if (reader.peek() === '' || reader.peek() === ',') return (labels) => first in labels;

  const operator = reader.next();
  if (!operators.includes(operator)) throw unparsable(operator, anyOperator);
  if (operator === 'in') return anyOf(first, readValues(reader));
  if (operator === 'notin') return noneOf(first, readValues(reader));
  const value = reader.peek() === ',' ? '' : reader.next();
  return operator === '!=' ? noneOf(first, [value]) : anyOf(first, [value]);
}

function readValues(reader: TokenReader): readonly string[] {
  if (reader.next() !== '(') throw unparsable(reader.last, "'('");
  const values: string[] = [];
  for (;;) {
    values.push(reader.peek() === ',' || reader.peek() === ')' ? '' : reader.next());
    const end = reader.next();
    if (end === ')') return values;
    if (end !== ',') throw unparsable(end, "',' or ')'");
  }
}

const anyOf =
  (key: string, values: readonly string[]): Requirement =>
  (labels) =>
    values.some((value) => value === labels[key]);

/** A missing label is unequal to every value. */
const noneOf =
  (key: string, values: readonly string[]): Requirement =>
  (labels) =>
    values.every((value) => value !== labels[key]);

function unparsable(found: string, expected: string) {
  return badRequest(`unable to parse requirement: found '${found}', expected: ${expected}`);
}

class TokenReader {
  last = '';
  private readonly words: string[] = [];
  private at = 0;

  constructor(text: string) {
    for (const [, word = ''] of text.matchAll(tokens)) this.words.push(word);
  }

  /** Empty at the end. */
  peek(): string {
    return this.words[this.at] ?? '';
  }

  next(): string {
    this.last = this.peek();
    this.at += 1;
    return this.last;
  }
}
