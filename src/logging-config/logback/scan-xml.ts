import { lineNumber } from '../text-lines.ts';
import { findWrongReference, resolveReferences } from './character-references.ts';

export type XmlAttribute = {
  readonly name: string;
  /** Value with entities resolved. */
  readonly value: string;
  /** Range of the value between its quotes. */
  readonly valueStart: number;
  readonly valueEnd: number;
  /** Range from the name to the closing quote. */
  readonly start: number;
  readonly end: number;
};

export type XmlTag = {
  readonly kind: 'open' | 'close' | 'empty';
  readonly name: string;
  readonly attributes: readonly XmlAttribute[];
  readonly start: number;
  readonly end: number;
};

export type XmlComment = { readonly text: string; readonly start: number; readonly end: number };
export type XmlFault = { readonly line: number; readonly message: string };

type Scan = {
  readonly tags: readonly XmlTag[];
  readonly comments: readonly XmlComment[];
  /** First XML error. The text after the error was not read. */
  readonly fault: XmlFault | undefined;
};

const name = '[A-Za-z_:\\u0080-\\uffff][\\w:.\\-\\u0080-\\uffff]*';
const closeTag = new RegExp(`</(${name})\\s*>`, 'y');
const tagStart = new RegExp(`<(${name})`, 'y');
const attribute = new RegExp(`(\\s*)(${name})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'y');
const tagEnd = /\s*(\/?)>/y;
/** Skipped markup: instructions, CDATA and a document type with its declarations. */
const skippedMarkup = /<\?(?!xml\s)[\s\S]*?\?>|<!\[CDATA\[[\s\S]*?\]\]>|<!DOCTYPE[^[>]*(?:\[[\s\S]*?\]\s*)?>/y;
const comment = /<!--((?:(?!--)[\s\S])*)-->/y;

class Fault extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

type Match = (pattern: RegExp, at: number) => RegExpExecArray | null;

/** Finds the tags and comments of an XML text with their offsets, so that edits can keep all other text. */
export function scanXml(text: string): Scan {
  const tags: XmlTag[] = [];
  const comments: XmlComment[] = [];
  const match: Match = (pattern, at) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  let depth = 0;

  /** Reads the markup at a `<` and returns its end. */
  function readMarkup(start: number): number {
    const found = match(comment, start);
    if (found) {
      comments.push({ text: found[1] ?? '', start, end: start + found[0].length });
      return start + found[0].length;
    }
    const skipped = match(skippedMarkup, start);
    if (skipped) return start + skipped[0].length;
    const tag = readTag(text, start, match);
    tags.push(tag);
    depth += tag.kind === 'open' ? 1 : tag.kind === 'close' ? -1 : 0;
    return tag.end;
  }

  try {
    let at = /^\ufeff?(?:<\?xml\s[\s\S]*?\?>)?/.exec(text)?.[0].length ?? 0;
    for (let next = text.indexOf('<', at); next >= 0; next = text.indexOf('<', at)) {
      checkText(text, at, next, depth);
      at = readMarkup(next);
    }
    checkText(text, at, text.length, depth);
    return { tags, comments, fault: undefined };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    return { tags, comments, fault: { line: lineNumber(text, error.at), message: error.message } };
  }
}

function readTag(text: string, start: number, match: Match): XmlTag {
  const close = match(closeTag, start);
  if (close) return { kind: 'close', name: close[1] ?? '', attributes: [], start, end: start + close[0].length };
  const begin = match(tagStart, start);
  if (!begin) throw new Fault(text.startsWith('<!--', start) ? 'invalid end of a comment' : 'unexpected <', start);
  const [whole, tagName = ''] = begin;
  const attributes: XmlAttribute[] = [];
  let at = start + whole.length;
  for (let found = match(attribute, at); found; found = match(attribute, at)) {
    const [all, blanks = '', key = '', double, single] = found;
    if (blanks === '') throw new Fault(`missing space before ${key}`, at);
    if (attributes.some((one) => one.name === key)) throw new Fault(`duplicate attribute ${key}`, at);
    const written = double ?? single ?? '';
    const end = at + all.length;
    const valueEnd = end - 1;
    const valueStart = valueEnd - written.length;
    checkReferences(text, valueStart, valueEnd);
    attributes.push({
      name: key,
      value: resolveReferences(written),
      valueStart,
      valueEnd,
      start: at + blanks.length,
      end,
    });
    at = end;
  }
  const finish = match(tagEnd, at);
  if (!finish) throw new Fault(`tag <${tagName}> has no closing >`, start);
  const kind = finish[1] === '/' ? 'empty' : 'open';
  return { kind, name: tagName, attributes, start, end: at + finish[0].length };
}

function checkText(text: string, start: number, end: number, depth: number): void {
  const outside = depth === 0 ? text.slice(start, end).search(/\S/) : -1;
  if (outside >= 0) throw new Fault('text outside the root element', start + outside);
  const wrong = text.slice(start, end).indexOf(']]>');
  if (wrong >= 0) throw new Fault('unexpected ]]>', start + wrong);
  checkReferences(text, start, end);
}

function checkReferences(text: string, start: number, end: number): void {
  const wrong = findWrongReference(text.slice(start, end), text.includes('<!DOCTYPE'));
  if (wrong !== undefined) throw new Fault('invalid character reference after &', start + wrong);
}
