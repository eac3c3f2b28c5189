import assert from 'node:assert/strict';
import { test } from 'node:test';

/**
 * One sample for each member of a union, named as the member is by its tag, and more of them with an addition in
 * brackets. The type makes a member that has no sample an error.
 */
export type Samples<Union extends { readonly [tag in Tag]: string }, Tag extends string> = {
  readonly [Kind in Union[Tag]]: Union & { readonly [tag in Tag]: Kind };
} & { readonly [Variant in `${Union[Tag]} (${string})`]: Union };

/** What follows from each event in each state. The type makes a state or event that is left out an error. */
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

/** Walks every transition: `same` is the same state and no effect, else `state: effect, effect`. */
export function testTransitions<State, Event, Effect>(
  name: string,
  machine: Machine<State, Event, Effect>,
  expected: { readonly [state: string]: { readonly [event: string]: string } },
): void {
  const { states, events, next, describeState, describeEffect } = machine;
  test(`${name}: every event in every state`, () => {
    const walked = mapValues(states, (state) =>
      mapValues(events, (event) => {
        const [after, effects] = next(state, event);
        if (effects.length === 0 && describeState(after) === describeState(state)) return 'same';
        const what = effects.map(describeEffect).join(', ');
        return what === '' ? describeState(after) : `${describeState(after)}: ${what}`;
      }),
    );
    assert.deepEqual(walked, expected);
  });
}

/** The name of an effect, and what it carries. */
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
