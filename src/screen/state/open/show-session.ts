import type { Screen } from '../screen.ts';

/** Opens the page of the session: the screen's version of `session`. */
export function showSession(screen: Screen): void {
  screen.store.setState({ layers: [] });
  screen.views.get('session').showAt?.(screen, { viewId: 'session', at: screen.now() });
}
