import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { closeIdle, exchange } from './exchange.ts';
import type { Way } from './way.ts';

/** Straight to an address that was given: `--rest-url`. */
export function wayByUrl(restUrl: string): Way {
  const base = new URL(restUrl);
  const options = { keepAlive: true, maxSockets: 4, maxFreeSockets: 2 };
  const agent = base.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);
  return {
    via: 'rest-url',
    send: (request) => exchange(base, agent, request),
    reopen: () => closeIdle(agent),
    close: () => agent.destroy(),
  };
}
