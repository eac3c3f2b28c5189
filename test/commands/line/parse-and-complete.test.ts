import assert from 'node:assert/strict';
import { test } from 'node:test';
import { complete } from '../../../src/commands/line/complete.ts';
import { parseInput } from '../../../src/commands/line/parse.ts';
import { splitWords } from '../../../src/commands/line/split-words.ts';
import type { Argument, ArgumentKind, Command, Option } from '../../../src/commands/record/command.ts';
import { optionsOf } from '../../../src/commands/record/output-format.ts';
import { commands } from '../../../src/commands/table.ts';
import { configLevels } from '../../../src/logging-config/logging-config.ts';
import { readLoggingConfig } from '../../../src/logging-config/read-config.ts';
import { createRandom, type Random } from '../../logging-config/random.ts';
import { job, pod, snapshot } from '../samples.ts';

const session = snapshot({
  jobs: [job('aaaa1111', 'Word Count')],
  pods: [pod('red-jm')],
  logging: { config: readLoggingConfig('log4j', 'rootLogger.level = INFO\n'), pending: undefined },
});

/** What is offered for each kind where nothing is typed yet. */
const offered: { readonly [Kind in ArgumentKind]: readonly string[] } = {
  job: ['"Word Count"'],
  pod: ['jm'],
  logger: ['root'],
  level: configLevels,
  command: commands.map(({ name }) => name),
  port: [],
};

/** What parsing takes a place in a line for. */
type Place = { readonly kind: 'argument'; readonly index: number } | { readonly kind: 'value'; readonly of: string };

/** As every line is parsed, but with any number of arguments: a line that is cut short may lack some. */
function parse(command: Command, line: string) {
  const [, ...texts] = splitWords(line).words.map(({ text }) => text);
  const any: Argument = { name: 'ANY', kind: 'port', required: false, many: true, summary: '' };
  return parseInput({ ...command, arguments: [any] }, texts);
}

/** Seen from outside: where a word that is nothing else ends up. */
function placeByParsing(command: Command, before: string): Place {
  try {
    const input = parse(command, `${before}probe`);
    const of = Object.entries(input.options).find(([, value]) => [value].flat().includes('probe'))?.[0];
    return of === undefined
      ? { kind: 'argument', index: input.arguments.indexOf('probe') }
      : { kind: 'value', of: `--${of}` };
  } catch (error) {
    const { message } = error as Error;
    const of = /^(--\S+) (?:is .*, not probe|takes no value)$/.exec(message)?.[1];
    assert.ok(of !== undefined, message);
    return { kind: 'value', of };
  }
}

function takesOptionsByParsing(command: Command, before: string): boolean {
  try {
    parse(command, `${before}--zzz`);
    return false;
  } catch (error) {
    return (error as Error).message === `${command.name} has no option --zzz`;
  }
}

function expectedAt(command: Command, place: Place): readonly string[] {
  if (place.kind === 'argument') {
    const argument = command.arguments[place.index] ?? command.arguments.find(({ many }) => many);
    return argument === undefined ? [] : offered[argument.kind];
  }
  const { choices, kind = 'text' } = optionsOf(command).find(({ name }) => `--${name}` === place.of) as Option;
  if (choices !== undefined) return choices;
  return kind === 'job' || kind === 'pod' || kind === 'logger' ? offered[kind] : [];
}

function textsAt(before: string): readonly string[] {
  return complete(before, session).candidates.map(({ text }) => text);
}

function valueFor({ choices, kind }: Option, random: Random): string {
  if (choices !== undefined) return random.pick(choices);
  const values = {
    duration: '5m',
    count: '3',
    time: '2026-11-24T02:30:00Z',
    text: 'x',
    job: 'x',
    pod: 'x',
    logger: 'x',
  };
  return values[kind ?? 'text'];
}

const words = ['x', '"x y"', "'it is'", 'x\\ y', 'a=b', "''x", '-'];

/** An option as it may be typed, in one piece or two. */
function optionPieces(option: Option, random: Random): readonly string[] {
  const { name, short, value: placeholder } = option;
  const flags = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
  const flag = random.pick(flags);
  if (placeholder === undefined) return [random.chance(0.3) ? `${flag}=true` : flag];
  const value = valueFor(option, random);
  const attached = [`${flag}=${value}`, `${flag}="${value}"`, ...(flag.startsWith('--') ? [] : [`${flag}${value}`])];
  return random.chance(0.5) ? [flag, value] : [random.pick(attached)];
}

/** What follows the name of a command; where each piece begins is a place to look at. */
function piecesFor(command: Command, random: Random): readonly string[] {
  return Array.from({ length: 1 + random.below(6) }, () => {
    if (random.chance(0.1)) return ['--'];
    return random.chance(0.5) ? optionPieces(random.pick(optionsOf(command)), random) : [random.pick(words)];
  }).flat();
}

/** The beginning of the piece up to a value that is attached to its option. */
function attachedTo(piece: string): string | undefined {
  return /^(?:--[a-z-]+=|-[a-z]=?(?=.))/.exec(piece)?.[0];
}

/** How often each kind of place was held against the other; without that a test may pass by looking at nothing. */
const seen = { argument: 0, value: 0, attached: 0, option: 0, afterOptions: 0 };

function checkPlace(command: Command, before: string, piece: string): void {
  const place = placeByParsing(command, before);
  assert.deepEqual(textsAt(before), expectedAt(command, place), `${before}▏as ${JSON.stringify(place)}`);
  seen[place.kind] += 1;

  if (takesOptionsByParsing(command, before)) {
    const { options } = parse(command, before);
    const free = optionsOf(command).filter(({ name, many }) => many || options[name] === undefined);
    const names = free.map(({ name }) => `--${name}`);
    assert.deepEqual(textsAt(`${before}--`), names, `${before}--▏`);
    seen.option += 1;
    checkAttached(command, before, attachedTo(piece));
  } else {
    assert.deepEqual(textsAt(`${before}--`), [], `${before}--▏`);
    seen.afterOptions += 1;
  }
}

function checkAttached(command: Command, before: string, prefix: string | undefined): void {
  if (prefix === undefined) return;
  const place = placeByParsing(command, before + prefix);
  assert.equal(place.kind, 'value', `${before}${prefix}▏`);
  const option = optionsOf(command).find(({ name }) => place.kind === 'value' && place.of === `--${name}`);
  // Of `-o` alone with nothing behind it nobody can tell whether a value is to be attached.
  if (!prefix.endsWith('=')) return;
  const texts = option?.value === undefined ? [] : expectedAt(command, place);
  assert.deepEqual(
    textsAt(before + prefix),
    texts.map((text) => prefix + text),
    `${before}${prefix}▏`,
  );
  seen.attached += 1;
}

for (const command of commands) {
  test(`${command.name}: what parsing takes a word for is what completion offers in its place`, () => {
    const random = createRandom(command.name.length);
    for (let round = 0; round < 150; round += 1) {
      let before = `${command.name} `;
      for (const piece of piecesFor(command, random)) {
        checkPlace(command, before, piece);
        before += `${piece}${random.pick([' ', '  ', '\t'])}`;
      }
    }
  });
}

test('every kind of place was looked at often', () => {
  for (const [kind, count] of Object.entries(seen)) assert.ok(count > 100, `${kind}: ${count}`);
});

test('a value that is attached to a short option is completed', () => {
  assert.deepEqual(textsAt('list -oj'), ['-ojson']);
  assert.deepEqual(textsAt('list -o=j'), ['-o=json']);
});

test('a name with blanks is quoted after its option', () => {
  const line = 'logs --job=W';
  const { start, candidates } = complete(line, session);
  const completed = line.slice(0, start) + candidates[0]?.text;
  assert.equal(completed, 'logs --job="Word Count"');
  assert.deepEqual(splitWords(completed).words.at(-1)?.text, '--job=Word Count');
});
