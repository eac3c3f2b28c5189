#!/usr/bin/env node
// Written for Node 14 and newer, so that an old one answers with a sentence and not with a syntax error.
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const needed = [22, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < needed[0] || (major === needed[0] && minor < needed[1])) {
  process.stderr.write(`flink-tui: needs Node ${needed.join('.')} or newer; this is Node ${process.versions.node}\n`);
  process.exitCode = 1;
} else {
  // Keeps compiled code between runs. Not in Node's default place: that is shared by all users of the machine.
  nodeModule.enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'flink-tui'));
  await import('../dist/main.js');
}
