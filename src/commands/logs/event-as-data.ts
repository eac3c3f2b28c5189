import type { StreamedEvent } from '../../logs/stream/streamed-event.ts';

/** An event as programs read it; what it does not tell is null. */
export function eventAsData({ origin, lines, head, at }: StreamedEvent): unknown {
  const [first, ...following] = lines.map(({ bytes }) => bytes.toString().replace(/\r$/, ''));
  return {
    at: lines[0]?.stamp || new Date(at).toISOString(),
    pod: origin.pod,
    container: origin.container,
    level: head?.level ?? null,
    logger: head?.logger ?? null,
    thread: head?.thread ?? null,
    message: head?.message ?? first ?? '',
    stack: following,
    job: head?.jobId ?? null,
  };
}
