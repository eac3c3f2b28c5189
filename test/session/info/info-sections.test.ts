import assert from 'node:assert/strict';
import { test } from 'node:test';
import { infoSections } from '../../../src/session/info/info-sections.ts';
import { sessionInfo } from '../../../src/session/info/session-info.ts';
import { sessionSnapshot } from '../../support/session.ts';

test('before the options are read, the overview does not say that nothing differs', () => {
  const snapshot = sessionSnapshot();
  const data = { 'config.yaml': 'rest.port: 8081\n' };
  const configMap = { metadata: { name: `flink-config-${snapshot.clusterId}` }, data };
  const objects = { deployment: undefined, configMaps: [configMap], pods: [] };
  const attention = (running: ReadonlyMap<string, string> | undefined) =>
    infoSections(sessionInfo({ snapshot, objects, running, gaps: [] }), snapshot, Date.now())[0]?.facts.map(
      ({ text }) => text,
    );
  assert.deepEqual(attention(undefined), ['The options were not compared']);
  assert.deepEqual(attention(new Map([['rest.port', '8081']])), ['Nothing differs from the configuration']);
});
