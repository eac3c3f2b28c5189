import { createEventMatcher } from '../../logs/match-event.ts';
import type { LogOrigin, StreamedEvent, StreamedItem } from '../../logs/stream/streamed-event.ts';
import type { Progress } from '../record/command.ts';
import type { LogsPlan } from './logs-plan.ts';

/** What of the items is to be printed: events that the filter lets pass, and every mark. */
export async function* passingItems(
  batches: AsyncIterable<readonly StreamedItem[]>,
  { filter, origins, allPods, containers, timestamps }: LogsPlan,
): AsyncGenerator<Progress, void, void> {
  const passes = filter === undefined ? () => true : wholeEvents(createEventMatcher(filter));
  const names = containers.all ? 'container' : allPods || origins.length > 1 ? 'pod' : 'none';
  for await (const batch of batches) {
    let events: StreamedEvent[] = [];
    for (const item of batch) {
      if (item.kind === 'event') {
        if (passes(item)) events.push(item);
        continue;
      }
      if (events.length > 0) yield { kind: 'events', events, names, timestamps };
      events = [];
      yield { kind: 'note', text: `${nameFor(item.origin, containers.all)}: ${item.text}` };
    }
    if (events.length > 0) yield { kind: 'events', events, names, timestamps };
  }
}

/** The rest of an event that was passed on already goes the way of its head. */
function wholeEvents(matches: (event: StreamedEvent) => boolean): (event: StreamedEvent) => boolean {
  const passed = new Map<LogOrigin, boolean>();
  return (event) => {
    const passes = event.isContinuation ? (passed.get(event.origin) ?? false) : matches(event);
    passed.set(event.origin, passes);
    return passes;
  };
}

function nameFor({ pod, container }: LogOrigin, withContainer: boolean): string {
  return withContainer && container !== '' ? `${pod}/${container}` : pod;
}
