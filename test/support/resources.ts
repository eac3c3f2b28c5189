import { readdirSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** What this process holds, as numbers that must not grow. */
export type HeldResources = {
  readonly sockets: number;
  readonly files: number;
  readonly timers: number;
  readonly listeners: number;
};

/** Counts the open sockets, file descriptors and timers, and the listeners of the process and of these emitters. */
export function heldResources(emitters: readonly NodeJS.EventEmitter[] = []): HeldResources {
  const active = process.getActiveResourcesInfo();
  const count = (pattern: RegExp) => active.filter((name) => pattern.test(name)).length;
  return {
    sockets: count(/^(TCP|TLS|Pipe)/),
    files: readdirSync('/proc/self/fd').length,
    timers: count(/^Timeout$/),
    listeners: [process, ...emitters]
      .flatMap((emitter) => emitter.eventNames().map((name) => emitter.listenerCount(name)))
      .reduce((sum, listeners) => sum + listeners, 0),
  };
}

/** Collects garbage now. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
