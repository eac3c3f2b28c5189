/** Limit for the shared styles. A screen has a few dozen. */
const maxStyles = 1000;
const invisible = /^\p{Default_Ignorable_Code_Point}+$/u;

/**
 * Returns what Ink's output.js needs to parse texts into characters and back, with the results of Ink's own code but
 * less work: a frame keeps the parsed lines for the next frame, in which few lines differ. Nothing that is returned may
 * be changed. `OutputCaches` is Ink's class, and the functions are those of ansi-tokenize.
 */
export function parsedTexts({ OutputCaches, tokenize, reduceAnsiCodesIncremental, diffAnsiCodes, ansiCodesToString }) {
  const knownStyles = new Map();
  const noStyles = sharedStyles([]);
  let latest;

  /** Returns the same array for equal styles. */
  function sharedStyles(codes) {
    const key = codes.map(({ code, endCode }) => code + endCode).join();
    const known = knownStyles.get(key);
    if (known !== undefined) return known;
    if (knownStyles.size > maxStyles) knownStyles.clear();
    knownStyles.set(key, codes);
    return codes;
  }

  /** Returns the visible characters of a text, and whether all its styles have ended. */
  function parse(text) {
    const characters = [];
    let styles = noStyles;
    for (const token of tokenize(text)) {
      if (token.type === 'ansi') styles = sharedStyles(reduceAnsiCodesIncremental(styles, [token]));
      else if (token.type === 'char' && isVisible(token.value)) characters.push({ ...token, styles });
    }
    return { characters, endsPlain: styles.length === 0 };
  }

  const transitions = new WeakMap();

  /** Returns the escape sequences from one style to another. */
  function transition(from, to) {
    if (from === to) return '';
    let known = transitions.get(from);
    if (known === undefined) {
      known = new WeakMap();
      transitions.set(from, known);
    }
    let text = known.get(to);
    if (text === undefined) {
      text = ansiCodesToString(diffAnsiCodes(from, to));
      known.set(to, text);
    }
    return text;
  }

  function styledCharsToString(characters) {
    let text = '';
    let styles = noStyles;
    for (const character of characters) {
      if (character.styles !== styles) text += transition(styles, character.styles);
      text += character.value;
      styles = character.styles;
    }
    return text + transition(styles, noStyles);
  }

  /** Caches of one frame. */
  class FrameCaches extends OutputCaches {
    #parsed = new Map();
    #texts = new Map();
    #older;

    constructor(older) {
      super();
      this.#older = older && { parsed: older.#parsed, texts: older.#texts };
    }

    #parse(text) {
      let parsed = this.#parsed.get(text);
      if (parsed === undefined) {
        parsed = this.#older?.parsed.get(text) ?? parse(text);
        this.#parsed.set(text, parsed);
      }
      return parsed;
    }

    getStyledChars(text) {
      return this.#parse(text).characters;
    }

    /** Returns the lines of a text, each with all its styles. Ink has removed other control sequences. */
    linesOf(text) {
      const lines = text.split('\n');
      const isIndependent = (line) => this.#parse(line).endsPlain;
      if (lines.every(isIndependent)) return lines.map((line) => this.#lineOf(line));
      const characterLines = [[]];
      for (const character of this.getStyledChars(text)) {
        if (character.value === '\n') characterLines.push([]);
        else characterLines.at(-1).push(character);
      }
      return characterLines.map((line) => this.textOf(line));
    }

    #lineOf(line) {
      let text = this.#texts.get(line);
      if (text === undefined) {
        const parsed = this.#parse(line);
        text = this.#older?.texts.get(line) ?? styledCharsToString(parsed.characters);
        this.#texts.set(line, text);
        this.#parsed.set(text, parsed);
      }
      return text;
    }

    /** Returns the text of characters, which are not parsed again. */
    textOf(characters) {
      const text = styledCharsToString(characters);
      this.#parsed.set(text, { characters, endsPlain: true });
      return text;
    }
  }

  function cachesForFrame() {
    latest = new FrameCaches(latest);
    return latest;
  }

  return { styledCharsToString, cachesForFrame };
}

/** No character below U+00AD is invisible. */
function isVisible(character) {
  return character < '\u00ad' || !invisible.test(character);
}
