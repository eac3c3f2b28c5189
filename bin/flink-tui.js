#!/usr/bin/env node
// This file must parse in Node 14, so that old versions print a message instead of a syntax error.
import * as nodeModule from 'node:module';
import { homedir } from 'node:os';
import { join } from 'node:path';

const required = [22, 19];
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < required[0] || (major === required[0] && minor < required[1])) {
  process.stderr.write(
    `flink-tui: Node ${required.join('.')} or newer is required, but this is Node ${process.versions.node}\n`,
  );
  process.exitCode = 1;
} else {
  // Node's default cache folder for compiled code is shared by all users of the computer.
  nodeModule.enableCompileCache(join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'flink-tui'));
  await import('../dist/main.js');
}
