import { resources } from '../../kubernetes/resource.ts';
import type { Rule } from './command.ts';

/** Depending on its version, the API server authorizes the WebSocket upgrade as `create` or `get`. */
export const execRules: readonly Rule[] = ['create', 'get'].map((verb) => ({
  verb,
  resource: resources.pods,
  subresource: 'exec',
}));
