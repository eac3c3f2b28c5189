import { clusterOverview } from './cluster-responses.ts';
import type { RestContext, RestResponse } from './route.ts';

/** Serves a summary page instead of Flink's Web UI, to show that a browser reached the REST endpoint. */
export function webPage(context: RestContext): RestResponse {
  const { settings, jobManager, pod } = context;
  const overview = clusterOverview(context);
  const rows = jobManager.jobs().map(({ id, state, spec }) => row('td', [spec.name, state, id]));
  const html = [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">',
    `<title>${escapeHtml(settings.clusterId)}</title>`,
    '<style>body{font:16px/1.5 system-ui,sans-serif;margin:2em}td,th{text-align:left;padding:.2em 1em .2em 0}</style></head>',
    `<body><h1>${escapeHtml(settings.clusterId)}</h1>`,
    `<p>flink-tui demo: simulated Flink ${escapeHtml(settings.flinkVersion)} cluster. Response from pod ${escapeHtml(pod.name)}.</p>`,
    `<p>${overview.taskmanagers} TaskManagers, ${overview['slots-available']} of ${overview['slots-total']} slots free.</p>`,
    `<table>${row('th', ['Job', 'State', 'Id'])}${rows.join('')}</table>`,
    '</body></html>',
    '',
  ];
  return { html: html.join('\n') };
}

function row(cell: 'td' | 'th', texts: readonly string[]): string {
  return `<tr>${texts.map((text) => `<${cell}>${escapeHtml(text)}</${cell}>`).join('')}</tr>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
