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

/** Candidates for each kind of argument before anything is typed. */
const candidatesByKind: { readonly [Kind in ArgumentKind]: readonly string[] } = {
  job: ['"Word Count"'],
  pod: ['jm'],
  logger: ['root'],
  level: configLevels,
  command: commands.map(({ name }) => name),
  port: [],
  checkpoint: [],
  subtask: [],
  metric: [],
  vertex: [],
  cluster: [],
  context: [],
  namespace: [],
};

/** The parser's interpretation of a position in a line. */
type Position = { readonly kind: 'argument'; readonly index: number } | { readonly kind: 'value'; readonly of: string };

/** Parses a line with any number of arguments, because an incomplete line may lack some. */
function parse(command: Command, line: string) {
  const [, ...texts] = splitWords(line).words.map(({ text }) => text);
  const any: Argument = { name: 'ANY', kind: 'port', required: false, many: true, summary: '' };
  return parseInput({ ...command, arguments: [any] }, texts);
}

/** Finds the position by parsing the line with a probe word. */
function findPosition(command: Command, before: string): Position {
  try {
    const input = parse(command, `${before}probe`);
    const of = Object.entries(input.options).find(([, value]) => [value].flat().includes('probe'))?.[0];
    return of === undefined
      ? { kind: 'argument', index: input.arguments.indexOf('probe') }
      : { kind: 'value', of: `--${of}` };
  } catch (error) {
    const { message } = error as Error;
    const of = /^(?:invalid value 'probe' for )?(--\S+?)(?:: must be .*| takes no value)$/.exec(message)?.[1];
    assert.ok(of !== undefined, message);
    return { kind: 'value', of };
  }
}

function acceptsOptions(command: Command, before: string): boolean {
  try {
    parse(command, `${before}--zzz`);
    return false;
  } catch (error) {
    return (error as Error).message === `unknown option '--zzz' for ${command.name}`;
  }
}

function expectedAt(command: Command, position: Position): readonly string[] {
  if (position.kind === 'argument') {
    const argument = command.arguments[position.index] ?? command.arguments.find(({ many }) => many);
    return argument === undefined ? [] : candidatesByKind[argument.kind];
  }
  const { choices, kind = 'text' } = optionsOf(command).find(({ name }) => `--${name}` === position.of) as Option;
  if (choices !== undefined) return choices;
  return kind === 'job' || kind === 'pod' || kind === 'logger' ? candidatesByKind[kind] : [];
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
    moment: '2h',
    text: 'x',
    job: 'x',
    pod: 'x',
    logger: 'x',
  };
  return values[kind ?? 'text'];
}

const words = ['x', '"x y"', "'it is'", 'x\\ y', 'a=b', "''x", '-'];

/** Returns an option as one or two pieces of a line. */
function optionPieces(option: Option, random: Random): readonly string[] {
  const { name, short, value: placeholder } = option;
  const flags = [`--${name}`, ...(short === undefined ? [] : [`-${short}`])];
  const flag = random.pick(flags);
  if (placeholder === undefined) return [random.chance(0.3) ? `${flag}=true` : flag];
  const value = valueFor(option, random);
  const attached = [`${flag}=${value}`, `${flag}="${value}"`, ...(flag.startsWith('--') ? [] : [`${flag}${value}`])];
  return random.chance(0.5) ? [flag, value] : [random.pick(attached)];
}

/** Returns random pieces after the command name. The test checks the start of each piece. */
function piecesFor(command: Command, random: Random): readonly string[] {
  return Array.from({ length: 1 + random.below(6) }, () => {
    if (random.chance(0.1)) return ['--'];
    return random.chance(0.5) ? optionPieces(random.pick(optionsOf(command)), random) : [random.pick(words)];
  }).flat();
}

/** Returns the prefix of a piece before an attached value, such as `--job=` or `-o`. */
function attachedPrefix(piece: string): string | undefined {
  return /^(?:--[a-z-]+=|-[a-z]=?(?=.))/.exec(piece)?.[0];
}

/** Number of checks of each kind, to prove that the test checks every kind. */
const checkCounts = { argument: 0, value: 0, attached: 0, option: 0, afterOptions: 0 };

function checkPosition(command: Command, before: string, piece: string): void {
  const position = findPosition(command, before);
  assert.deepEqual(textsAt(before), expectedAt(command, position), `${before}▏as ${JSON.stringify(position)}`);
  checkCounts[position.kind] += 1;

  if (acceptsOptions(command, before)) {
    const { options } = parse(command, before);
    const free = optionsOf(command).filter(({ name, many }) => many || options[name] === undefined);
    const names = free.map(({ name }) => `--${name}`);
    assert.deepEqual(textsAt(`${before}--`), names, `${before}--▏`);
    checkCounts.option += 1;
    checkAttached(command, before, attachedPrefix(piece));
  } else {
    assert.deepEqual(textsAt(`${before}--`), [], `${before}--▏`);
    checkCounts.afterOptions += 1;
  }
}

function checkAttached(command: Command, before: string, prefix: string | undefined): void {
  if (prefix === undefined) return;
  const position = findPosition(command, before + prefix);
  assert.equal(position.kind, 'value', `${before}${prefix}▏`);
  const option = optionsOf(command).find(({ name }) => position.kind === 'value' && position.of === `--${name}`);
  // After `-o` alone, it is unknown whether an attached value follows.
  if (!prefix.endsWith('=')) return;
  const texts = option?.value === undefined ? [] : expectedAt(command, position);
  assert.deepEqual(
    textsAt(before + prefix),
    texts.map((text) => prefix + text),
    `${before}${prefix}▏`,
  );
  checkCounts.attached += 1;
}

for (const command of commands) {
  test(`${command.name}: completion and parsing agree at each position`, () => {
    const random = createRandom(command.name.length);
    for (let round = 0; round < 150; round += 1) {
      let before = `${command.name} `;
      for (const piece of piecesFor(command, random)) {
        checkPosition(command, before, piece);
        before += `${piece}${random.pick([' ', '  ', '\t'])}`;
      }
    }
  });
}

test('every kind of position was checked more than 100 times', () => {
  for (const [kind, count] of Object.entries(checkCounts)) assert.ok(count > 100, `${kind}: ${count}`);
});

test('completes a value attached to a short option', () => {
  assert.deepEqual(textsAt('list -oj'), ['-ojson']);
  assert.deepEqual(textsAt('list -o=j'), ['-o=json']);
});

test('quotes a name with blanks after its option', () => {
  const line = 'logs --job=W';
  const { start, candidates } = complete(line, session);
  const completed = line.slice(0, start) + candidates[0]?.text;
  assert.equal(completed, 'logs --job="Word Count"');
  assert.deepEqual(splitWords(completed).words.at(-1)?.text, '--job=Word Count');
});
