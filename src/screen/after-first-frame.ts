// Code that the first frame does not need. One file, because each import() splits the code that is loaded at start into more
// files, and each file takes time to load.
export { startMouse } from './mouse/start-mouse.ts';
export { copyNatively } from './terminal/native-copy.ts';
export { startTerminal } from './terminal/start-terminal.ts';
