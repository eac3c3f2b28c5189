import { createEventMatcher } from '../../logs/match-event.ts';
import type { LogOrigin, StreamedEvent, StreamedItem } from '../../logs/stream/streamed-event.ts';
import type { Progress } from '../record/command.ts';
import type { LogsPlan } from './logs-plan.ts';

/** Yields the events that match the filter, and all markers as notes. */
export async function* filterItems(
  batches: AsyncIterable<readonly StreamedItem[]>,
  { filter, origins, allPods, containers, timestamps }: LogsPlan,
): AsyncGenerator<Progress, void, void> {
  const matches = filter === undefined ? () => true : wholeEvents(createEventMatcher(filter));
  const names = containers.all ? 'container' : allPods || origins.length > 1 ? 'pod' : 'none';
  for await (const batch of batches) {
    let events: StreamedEvent[] = [];
    for (const item of batch) {
      if (item.kind === 'event') {
        if (matches(item)) events.push(item);
        continue;
      }
      if (events.length > 0) yield { kind: 'events', events, names, timestamps };
      events = [];
      yield { kind: 'note', text: `${nameFor(item.origin, containers.all)}: ${item.text}` };
    }
    if (events.length > 0) yield { kind: 'events', events, names, timestamps };
  }
}

/** Applies the decision for the first part of an event to its remaining parts. */
function wholeEvents(matches: (event: StreamedEvent) => boolean): (event: StreamedEvent) => boolean {
  const previous = new Map<LogOrigin, boolean>();
  return (event) => {
    const isMatch = event.isContinuation ? (previous.get(event.origin) ?? false) : matches(event);
    previous.set(event.origin, isMatch);
    return isMatch;
  };
}

function nameFor({ pod, container }: LogOrigin, withContainer: boolean): string {
  return withContainer && container !== '' ? `${pod}/${container}` : pod;
}
