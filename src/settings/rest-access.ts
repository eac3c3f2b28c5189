import type { Environment } from './environment.ts';
import { expandHome } from './expand-home.ts';
import type { Settings } from './settings.ts';

/**
 * Returns the settings for access to Flink's REST API. Secrets may come from the environment, but not from arguments,
 * which every user of the machine can see.
 */
export function restAccess(settings: Settings, environment: Environment) {
  const file = (name: 'rest-ca' | 'rest-cert' | 'rest-key' | 'rest-token-file' | 'rest-login-file') => {
    const path = settings[name];
    return path === undefined ? undefined : expandHome(path);
  };
  return {
    caFile: file('rest-ca'),
    certFile: file('rest-cert'),
    keyFile: file('rest-key'),
    tokenFile: file('rest-token-file'),
    token: environment.FLINK_TUI_REST_TOKEN || undefined,
    loginFile: file('rest-login-file'),
    login: environment.FLINK_TUI_REST_LOGIN || undefined,
  };
}
