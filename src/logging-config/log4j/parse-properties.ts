/** A key and its value as `java.util.Properties` reads them, with their position in the text. */
export type Property = {
  readonly key: string;
  /** Value as Java returns it: without leading whitespace, but with trailing whitespace. */
  readonly value: string;
  /** First line, from 1. A property may span several lines. */
  readonly line: number;
  /** Range of all its lines, including line endings. */
  readonly start: number;
  readonly end: number;
  /** Range of the value in the text, without surrounding whitespace. */
  readonly valueStart: number;
  readonly valueEnd: number;
  /** False for a key without a separator. An edit must insert a separator before the value. */
  readonly hasSeparator: boolean;
  /** True if a `\u` is not followed by four hexadecimal digits. Java rejects the whole file. */
  readonly isMalformed: boolean;
};

export type Comment = { readonly line: number; readonly start: number; readonly end: number };

export type PropertiesText = {
  readonly properties: readonly Property[];
  readonly comments: readonly Comment[];
  /** True if the text ends inside a value. Appended text would become part of the value. */
  readonly isOpen: boolean;
};

/** A logical line: its characters without continuations, and their offsets in the text. */
type Logical = { readonly line: number; readonly start: number; text: string; readonly offsets: number[] };

const physicalLine = /([^\r\n]*)(\r\n|\r|\n|$)/y;

/** Parses exactly like `java.util.Properties.load`, according to its class documentation. */
export function parseProperties(text: string): PropertiesText {
  const properties: Property[] = [];
  const comments: Comment[] = [];
  let open: Logical | undefined;
  let at = 0;
  for (let line = 1; at < text.length; line += 1) {
    physicalLine.lastIndex = at;
    const [whole = '', content = ''] = physicalLine.exec(text) ?? [];
    const start = at;
    at += whole.length;
    const blanks = /^[ \t\f]*/.exec(content)?.[0].length ?? 0;
    const isNew = open === undefined || open.text === '';
    if (isNew && (blanks === content.length || /[#!]/.test(content[blanks] as string))) {
      if (blanks < content.length) comments.push({ line, start, end: at });
      open = undefined;
      continue;
    }
    const logical: Logical = open ?? { line, start, text: '', offsets: [] };
    const continues = isContinued(content) && blanks < content.length;
    const end = content.length - (continues ? 1 : 0);
    for (let index = blanks; index < end; index += 1) {
      logical.text += content[index];
      logical.offsets.push(start + index);
    }
    open = continues ? logical : undefined;
    if (!continues) properties.push(readProperty(logical, at, text));
  }
  if (open?.text) properties.push(readProperty(open, text.length, text));
  return { properties, comments, isOpen: open !== undefined };
}

const isContinued = (content: string): boolean => ((/\\+$/.exec(content)?.[0].length ?? 0) & 1) === 1;

const isBlank = (character: string | undefined): boolean => character !== undefined && /[ \t\f]/.test(character);
const isSeparator = (character: string | undefined): boolean => character === '=' || character === ':';

function readProperty({ line, start, text, offsets }: Logical, end: number, whole: string): Property {
  let keyEnd = 0;
  while (keyEnd < text.length && !isBlank(text[keyEnd]) && !isSeparator(text[keyEnd])) {
    keyEnd += text[keyEnd] === '\\' ? 2 : 1;
  }
  keyEnd = Math.min(keyEnd, text.length);
  let valueStart = keyEnd;
  while (isBlank(text[valueStart])) valueStart += 1;
  if (isSeparator(text[valueStart])) valueStart += 1;
  while (isBlank(text[valueStart])) valueStart += 1;
  const value = text.slice(valueStart);
  const trimmedLength = value.replace(/[ \t\f]+$/, '').length;
  const offsetOf = (index: number): number =>
    offsets[index] ?? (offsets.length > 0 ? (offsets.at(-1) as number) + 1 : Math.min(start, whole.length));
  return {
    key: decode(text.slice(0, keyEnd)),
    value: decode(value),
    line,
    start,
    end,
    valueStart: offsetOf(valueStart),
    valueEnd: trimmedLength === 0 ? offsetOf(valueStart) : offsetOf(valueStart + trimmedLength - 1) + 1,
    hasSeparator: valueStart > keyEnd,
    isMalformed: /(?<!\\)(\\\\)*\\u(?![0-9a-fA-F]{4})/.test(text),
  };
}

const escapes: Record<string, string> = { t: '\t', r: '\r', n: '\n', f: '\f' };

function decode(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.?))/gs, (_, code: string | undefined, character: string) =>
    code === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
