// The parts of the page that are loaded when it is first opened.
export { podYaml } from '../../session/pods/detail/pod-yaml.ts';
export { podReadings } from './pod-readings.ts';
export { matchesOf, podRows, shownPart } from './pod-rows.ts';
