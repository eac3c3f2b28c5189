import { readdirSync, readFileSync } from 'node:fs';
import {
  array,
  boolean,
  check,
  literal,
  number,
  optional,
  parse,
  picklist,
  pipe,
  regex,
  strictObject,
  string,
  union,
  url,
} from 'valibot';

/** Checks the form of all fixtures in this folder. */
const here = new URL('.', import.meta.url);
const count = pipe(
  number(),
  check((value) => Number.isInteger(value) && value >= 1),
);
const mouse = strictObject({
  button: picklist(['left', 'middle', 'right', 'wheel-up', 'wheel-down', 'other']),
  kind: picklist(['press', 'release']),
  column: count,
  row: count,
  shift: optional(boolean()),
  alt: optional(boolean()),
  ctrl: optional(boolean()),
});
const event = strictObject({
  action: string(),
  note: optional(string()),
  documentation: optional(pipe(string(), url())),
  chunks: array(pipe(string(), regex(/^([\da-f]{2})+$/))),
  expected: array(union([strictObject({ key: string() }), strictObject({ paste: string() }), strictObject({ mouse })])),
});
const fields = {
  terminal: string(),
  version: string(),
  note: optional(string()),
  modes: array(count),
  events: array(event),
};
const fixture = union([
  strictObject({ ...fields, source: literal('recorded'), size: pipe(string(), regex(/^\d+x\d+$/)) }),
  strictObject({ ...fields, source: literal('documentation'), documentation: array(pipe(string(), url())) }),
]);

for (const name of readdirSync(here).filter((file) => file.endsWith('.json'))) {
  const text = readFileSync(new URL(name, here), 'utf8');
  const { events } = parse(fixture, JSON.parse(text));
  const bytes = Buffer.from(events.flatMap(({ chunks }) => chunks).join(''), 'hex').toString();
  if (/\/(tmp|home|root|work)\//.test(text + bytes)) throw new Error(`${name} has a path of a machine`);
  process.stdout.write(`${name}: ${events.length} events\n`);
}
