// The parts of the palette that are loaded when it is opened.
export { prepareSearch, searchPalette } from './find-entries.ts';
export { paletteRows } from './palette-rows.ts';
export { runSelected } from './run-selected.ts';
