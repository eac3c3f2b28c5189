import { Chalk, type ChalkInstance, type ColorSupportLevel, type ForegroundColorName, foregroundColors } from 'chalk';
import { nearestColour } from './nearest-colour.ts';
import { type Paint, type Theme, type ThemeFile, type TokenStyle, tokens } from './theme.ts';

/**
 * Compiles a theme to escape sequences once, so that painting is string concatenation. Level 0 is treated as 1, because
 * chalk also removes bold and inverse at level 0. For 256 colours, chalk's own choice is too bright.
 */
export function compileTheme(file: ThemeFile, level: ColorSupportLevel): Theme {
  const chalk = new Chalk({ level: level === 0 ? 1 : level });
  const paints = tokens.map((token) => [token, paintOf(chalk, file.tokens[token], file.palette ?? {})] as const);
  return Object.fromEntries(paints) as Theme;
}

function paintOf(chalk: ChalkInstance, style: TokenStyle, palette: { readonly [name: string]: string }): Paint {
  let chain = chalk;
  if (style.fg !== undefined) chain = foreground(chain, palette[style.fg] ?? style.fg);
  if (style.bg !== undefined) chain = background(chain, palette[style.bg] ?? style.bg);
  for (const attribute of ['bold', 'dim', 'italic', 'underline', 'inverse'] as const) {
    if (style[attribute] === true) chain = chain[attribute];
  }
  const [open = '', close = ''] = chain('|').split('|');
  // Chalk continues the outer style behind painted parts of the text.
  return (text) => (text === '' ? text : text.includes('\x1b') ? chain(text) : open + text + close);
}

function foreground(chain: ChalkInstance, colour: string): ChalkInstance {
  if (!colour.startsWith('#')) return chain[ansiName(colour)];
  return chain.level === 2 ? chain.ansi256(nearestColour(colour)) : chain.hex(colour);
}

function background(chain: ChalkInstance, colour: string): ChalkInstance {
  if (colour.startsWith('#')) return chain.level === 2 ? chain.bgAnsi256(nearestColour(colour)) : chain.bgHex(colour);
  const name = ansiName(colour);
  return chain[`bg${name[0]?.toUpperCase()}${name.slice(1)}` as `bg${Capitalize<ForegroundColorName>}`];
}

function ansiName(colour: string): ForegroundColorName {
  const name = foregroundColors.find((candidate) => candidate === colour);
  if (name === undefined)
    throw new Error(`unknown colour ${colour}: use an ANSI colour name, #rrggbb or a palette name`);
  return name;
}
