import assert from 'node:assert/strict';
import { test } from 'node:test';

/**
 * Samples of the members of a union, by tag, or by tag and a suffix in parentheses. A member without a sample is a type
 * error.
 */
export type Samples<Union extends { readonly [tag in Tag]: string }, Tag extends string> = {
  readonly [Kind in Union[Tag]]: Union & { readonly [tag in Tag]: Kind };
} & { readonly [Variant in `${Union[Tag]} (${string})`]: Union };

/** The expected transition of each event in each state. A missing state or event is a type error. */
export type Transitions<State extends string, Event extends string> = {
  readonly [state in State]: { readonly [event in Event]: string };
};

type Machine<State, Event, Effect> = {
  readonly states: { readonly [name: string]: State };
  readonly events: { readonly [name: string]: Event };
  readonly next: (state: State, event: Event) => readonly [State, readonly Effect[]];
  readonly describeState: (state: State) => string;
  readonly describeEffect: (effect: Effect) => string;
};

/** Tests every transition. Expects `same` for the same state without effects, or else `state: effect, effect`. */
export function testTransitions<State, Event, Effect>(
  name: string,
  machine: Machine<State, Event, Effect>,
  expected: { readonly [state: string]: { readonly [event: string]: string } },
): void {
  const { states, events, next, describeState, describeEffect } = machine;
  test(`${name}: every event in every state`, () => {
    const actual = mapValues(states, (state) =>
      mapValues(events, (event) => {
        const [after, effects] = next(state, event);
        if (effects.length === 0 && describeState(after) === describeState(state)) return 'same';
        const described = effects.map(describeEffect).join(', ');
        return described === '' ? describeState(after) : `${describeState(after)}: ${described}`;
      }),
    );
    assert.deepEqual(actual, expected);
  });
}

/** Returns the values of a tagged object, separated by spaces. */
export function describeFields(tagged: object): string {
  return Object.values(tagged)
    .filter((value) => value !== undefined)
    .map((value) =>
      value instanceof Error ? value.message : typeof value === 'object' ? JSON.stringify(value) : value,
    )
    .join(' ');
}

function mapValues<From, To>(
  from: { readonly [name: string]: From },
  to: (value: From) => To,
): { readonly [name: string]: To } {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, to(value)]));
}
