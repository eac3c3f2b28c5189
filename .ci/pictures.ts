// Draws every view on the demo cluster at three sizes in three themes to docs/pictures/ (not in git).
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startDemo } from '../src/demo/start-demo.ts';
import { connectKubernetes } from '../src/kubernetes/connect.ts';
import type { ScreenTarget } from '../src/screen/state/screen-state.ts';
import { connectSession } from '../src/session/attach/connect.ts';
import { watchSession } from '../src/session/watch/watch-session.ts';
import { clustersOf } from '../test/support/clusters.ts';
import { demoKubeconfig } from '../test/support/demo-kubeconfig.ts';
import { mountScreen, type TestTerminal } from '../test/support/mount-screen.ts';
import { bytesOf, keyOf } from '../test/support/screen-driver/keys.ts';
import { type Scene, type Step, scenes } from './picture-scenes.ts';
import { darkPalette, lightPalette, type Palette, toSvg } from './terminal-svg.ts';

const folder = 'docs/pictures';
const sizes = [
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
] as const;
/** Differs from all sizes, so that each size is drawn after a resize. */
const initialSize = { columns: 200, rows: 59 };

type Variant = { readonly name: string; readonly theme: 'dark' | 'light' | 'terminal'; readonly palette: Palette };
const variants: readonly Variant[] = [
  { name: 'dark', theme: 'dark', palette: darkPalette },
  { name: 'light', theme: 'light', palette: lightPalette },
  { name: '16-colours', theme: 'terminal', palette: darkPalette },
];

/** Draws the scenes whose name contains `pattern`. Returns the number of pictures. */
export async function drawPictures(pattern = ''): Promise<number> {
  const chosen = scenes.filter(({ name }) => name.includes(pattern));
  if (pattern === '') await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const counts = await Promise.all(variants.map((variant) => drawVariant(variant, chosen)));
  await writeFile(`${folder}/index.html`, indexPage());
  return counts.reduce((sum, count) => sum + count, 0);
}

async function drawVariant(variant: Variant, chosen: readonly Scene[]): Promise<number> {
  const demo = await startDemo({ scenario: { hasMoreSessions: true, hasEditedOptions: true } });
  const journal = { root: await mkdtemp(join(tmpdir(), 'flink-tui-journal-')), by: 'ann@laptop' };
  const connect = () => connectKubernetes({ file: demoKubeconfig(demo), env: {} });
  const source = {
    attach: async ({ clusterId, namespace = demo.namespace }: ScreenTarget, signal: AbortSignal) =>
      watchSession(await connectSession(await connect(), { clusterId, namespace }, signal), { journal }),
  };
  const clusters = clustersOf(demoKubeconfig(demo));
  let count = 0;
  try {
    for (const scene of chosen) {
      const target = scene.start === 'picker' ? undefined : { clusterId: demo.clusterId, namespace: demo.namespace };
      const screen = mountScreen({ source, target, clusters, theme: variant.theme, banner: 'DEMO x1' }, initialSize);
      try {
        if (target !== undefined) {
          await screen.sees(/enrichment\b/);
          await screen.sees(/INFO .* - .*\n/);
        }
        for (const step of scene.steps) await take(screen, step);
        count += await drawSizes(screen, scene, variant);
      } finally {
        await screen.close();
      }
    }
  } finally {
    await demo.close();
    await rm(journal.root, { recursive: true, force: true });
  }
  return count;
}

async function take(screen: TestTerminal, step: Step): Promise<void> {
  if ('see' in step) await screen.sees(step.see);
  else screen.keys('type' in step ? step.type : bytesOf(keyOf(step.press, step.key)));
  await settle(screen);
}

async function drawSizes(screen: TestTerminal, { name }: Scene, variant: Variant): Promise<number> {
  for (const { columns, rows } of sizes) {
    screen.resize(columns, rows);
    await screen.until('a whole frame', () => isWhole(screen.rows()));
    await settle(screen);
    const title = `${name}, ${columns}x${rows}, ${variant.name}`;
    await writeFile(fileOf(name, variant, columns, rows), toSvg(screen.terminal, title, variant.palette));
  }
  return sizes.length;
}

/** Whether the header, a frame and the footer are drawn. */
function isWhole(rows: readonly string[]): boolean {
  return rows[0] !== '' && rows.some((row) => /[┓┐]$/.test(row)) && rows.at(-1) !== '';
}

function fileOf(name: string, variant: Pick<Variant, 'name'>, columns: number, rows: number): string {
  return `${folder}/${name}-${columns}x${rows}-${variant.name}.svg`;
}

/** Waits until two reads show the same text. New log lines delay a picture by at most a second. */
async function settle(screen: TestTerminal): Promise<void> {
  const deadline = performance.now() + 1000;
  let before = '';
  while (before !== screen.text() && performance.now() < deadline) {
    before = screen.text();
    await pause(50);
  }
}

function indexPage(): string {
  const pictures = scenes.flatMap(({ name }) =>
    variants.flatMap((variant) =>
      sizes.map(({ columns, rows }) => fileOf(name, variant, columns, rows).slice(folder.length + 1)),
    ),
  );
  const images = pictures.map((file) => `<figure><img src="${file}"><figcaption>${file}</figcaption></figure>`);
  return `<!doctype html>\n<title>flink-tui: all views</title>\n${images.join('\n')}\n`;
}
