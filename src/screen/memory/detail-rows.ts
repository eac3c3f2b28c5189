import { jobManagerModel, type MemoryModel } from '../../session/memory/memory-model.ts';
import type { MemoryRow } from '../../session/memory/memory-rows.ts';
import { jvmColumns, type PodMemory, partsOf } from '../../session/memory/pod-memory.ts';
import { pointsOf } from '../../session/memory/series.ts';
import { inMebibytes } from '../../session/memory/size-texts.ts';
import { verdictOf } from '../../session/memory/verdict.ts';
import { jobManagerOptions } from '../../session/readings/flink-readings.ts';
import { readingOf } from '../../session/readings/reading.ts';
import { formatCount } from '../../text/format-count.ts';
import { formatAge } from '../draw/age.ts';
import { cell, cut, widthOf, wrap } from '../draw/fit.ts';
import type { ScreenState } from '../state/screen-state.ts';
import type { Theme } from '../theme/theme.ts';
import { chartRow } from './chart-row.ts';
import { usageNotes } from './list-rows.ts';
import { barRows, lookOf } from './stacked-bar.ts';

const maxVerdictRows = 4;
/** From this width, Flink's model is beside the parts. */
const sideBySide = 108;
/** Columns of Flink's model. */
const modelWidth = 50;
const maxPartsWidth = 78;
const unknown = '–';

/** Returns all rows of the details of a pod. */
export function detailRows(state: ScreenState, row: MemoryRow, width: number): readonly string[] {
  const { theme, now, snapshot } = state;
  const { memory } = row;
  const notes =
    snapshot === undefined ? [] : usageNotes(snapshot.memory.usage, width).map((text) => theme.warning(text));
  const head = [...notes, ...verdictRows(row, width, theme, now), ...jobRows(row, width, theme)];
  if (memory === undefined) return head;
  const model = memory.model ?? (row.role === 'jobmanager' ? managerModel(state) : undefined);
  const partsWidth = width >= sideBySide ? Math.min(maxPartsWidth, width - modelWidth) : width;
  const parts = [theme.muted(' In the container'), ...partRows(memory, partsWidth, theme)];
  const planned = model === undefined ? [] : [theme.muted(" Flink's memory model"), ...modelRows(memory, model, theme)];
  const tables = width >= sideBySide ? columns(parts, planned, partsWidth) : [...parts, '', ...planned];
  return [
    ...head,
    '',
    ...barRows(memory, width - 2, theme)
      .slice(0, 1)
      .map((bar) => ` ${bar}`),
    '',
    ...tables,
    '',
    theme.muted(` Last ten minutes${row.end === undefined ? '' : ' before the end'}`),
    ...chartRows(memory, width, theme, row.end?.at ?? now),
    ...jvmRows(memory, theme, now),
  ];
}

function verdictRows(row: MemoryRow, width: number, theme: Theme, now: number): readonly string[] {
  return verdictOf(row, now).flatMap((text, index) => {
    const risk = row.risks[index];
    const mark = risk === undefined ? ' ' : risk.severity === 'critical' ? '✕' : '▲';
    const token =
      risk === undefined ? (index === 0 ? 'strong' : 'muted') : risk.severity === 'critical' ? 'error' : 'warning';
    return wrap(text, width - 4, maxVerdictRows, 'words').map((line, at) =>
      theme[token](` ${at === 0 ? mark : ' '} ${line}`),
    );
  });
}

function jobRows({ jobs, end }: MemoryRow, width: number, theme: Theme): readonly string[] {
  if (end !== undefined || jobs.length === 0) return [];
  return [theme.muted('   runs ') + cut(jobs.join(', '), width - 9)];
}

function managerModel({ snapshot }: ScreenState): MemoryModel | undefined {
  const options = snapshot && readingOf(snapshot, jobManagerOptions).value;
  return options && jobManagerModel(options);
}

const nameWidth = 20;
const sizeWidth = 10;
/** Columns before a note, and the blank after it. */
const noteStart = nameWidth + sizeWidth + 6;

function sizeRow(mark: string, name: string, size: string, note: string, theme: Theme): string {
  return ` ${mark} ${cell(name, nameWidth)}${cell(size, sizeWidth, 'right')}${note === '' ? '' : theme.muted(`  ${note}`)}`;
}

/** The parts of the bar, with what is known inside of them. */
function partRows(memory: PodMemory, width: number, theme: Theme): readonly string[] {
  const { jvm, limit, usage } = memory;
  const notes: { readonly [name: string]: string } = {
    heap: known(jvm?.heapUsed, (used) => `${inMebibytes(used)} used, at most ${size(jvm?.heapMax)}`),
    metaspace: known(jvm?.metaspaceUsed, (used) => `${inMebibytes(used)} used, at most ${size(jvm?.metaspaceMax)}`),
    direct: known(jvm?.networkTotal, (network) => `${inMebibytes(network)} of it network buffers`),
    managed: known(jvm?.managedTotal, (total) => `of ${inMebibytes(total)}`),
    'other JVM': 'code cache and compressed classes',
    unexplained: "outside of the JVM's own numbers",
  };
  const rows = partsOf(memory).parts.map(({ name, bytes }) => {
    const { character, token } = lookOf(name);
    return sizeRow(theme[token](character), name, inMebibytes(bytes), cut(notes[name] ?? '', width - noteStart), theme);
  });
  return [...rows, sizeRow(' ', 'container', size(usage), `limit ${size(limit)}`, theme)];
}

/** Flink's plan, and what of it is used, as far as it is known. */
function modelRows(memory: PodMemory, { parts, process }: MemoryModel, theme: Theme): readonly string[] {
  const used = usedOfModel(memory);
  const rows = parts.map(({ name, bytes }) => {
    const taken = used[name];
    const note = taken === undefined ? '' : `${inMebibytes(taken)} used`;
    if (taken === undefined || taken <= bytes) return sizeRow(' ', name, inMebibytes(bytes), note, theme);
    return sizeRow(' ', name, inMebibytes(bytes), '', theme) + theme.warning(`  ▲ ${note}`);
  });
  return [...rows, sizeRow(' ', 'process', inMebibytes(process), '', theme)];
}

function usedOfModel({ jvm, ...memory }: PodMemory): { readonly [part: string]: number | undefined } {
  const { parts, unexplained } = partsOf({ jvm, ...memory });
  const other = parts.find(({ name }) => name === 'other JVM')?.bytes;
  const outside = jvm?.directUsed === undefined ? undefined : Math.max(0, jvm.directUsed - (jvm.networkTotal ?? 0));
  return {
    heap: jvm?.heapUsed,
    'task heap': undefined,
    'framework heap': undefined,
    network: jvm?.networkUsed,
    managed: jvm?.managedUsed,
    metaspace: jvm?.metaspaceUsed,
    'off-heap': outside,
    'framework off-heap': outside,
    'JVM overhead': other === undefined || unexplained === undefined ? undefined : other + unexplained,
  };
}

function chartRows(memory: PodMemory, width: number, theme: Theme, until: number): readonly string[] {
  const { usages, jvms } = memory;
  const charts = [
    { label: 'container', points: pointsOf(usages, 0), unit: 'MiB' },
    { label: 'heap used', points: pointsOf(jvms, jvmColumns.heap), unit: 'MiB' },
    { label: 'metaspace', points: pointsOf(jvms, jvmColumns.metaspace), unit: 'MiB' },
    { label: 'direct', points: pointsOf(jvms, jvmColumns.direct), unit: 'MiB' },
    { label: 'GC time', points: pointsOf(jvms, jvmColumns.gcMsPerSecond), unit: 'ms/s' },
  ] as const;
  return charts.map((chart) => chartRow({ ...chart, until }, width, theme));
}

function jvmRows({ jvm, jvmAt, usageAt }: PodMemory, theme: Theme, now: number): readonly string[] {
  const age = (at: number | undefined) => (at === undefined ? unknown : `${formatAge(now - at)} ago`);
  const facts = [
    known(
      jvm?.gcCount,
      (count) => `${formatCount(count)} collections in ${formatCount(Math.round((jvm?.gcTimeMs ?? 0) / 1000))} s`,
    ),
    known(jvm?.classesLoaded, (classes) => `${formatCount(classes)} classes loaded`),
    `JVM read ${age(jvmAt)}`,
    `container read ${age(usageAt)}`,
  ].filter((fact) => fact !== '');
  return ['', theme.muted(` ${facts.join(' · ')}`)];
}

const size = (bytes: number | undefined): string => (bytes === undefined ? unknown : inMebibytes(bytes));
const known = (value: number | undefined, text: (value: number) => string): string =>
  value === undefined ? '' : text(value);

/** Puts two lists side by side. The second one starts in the column `at`. */
function columns(left: readonly string[], right: readonly string[], at: number): readonly string[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, index) => {
    const first = left[index] ?? '';
    return `${first}${' '.repeat(Math.max(1, at - widthOf(first.replace(escapes, ''))))}${right[index] ?? ''}`;
  });
}

/** Colours. */
const escapes = /\x1b\[[0-9;]*m/g;
