import type { Services } from '../record/command.ts';
import { checkpointsData, oneCheckpointData } from './checkpoints-data.ts';
import { detailLines } from './detail-lines.ts';
import { listLines } from './list-lines.ts';
import { readCheckpoint, readCheckpoints } from './read-checkpoints.ts';

export async function showCheckpoints(services: Services, selector: string, signal: AbortSignal) {
  const read = await readCheckpoints(services, selector, signal);
  return {
    lines: [...listLines(read)],
    data: checkpointsData(read),
    names: read.checkpoints.map(({ id }) => String(id)),
  };
}

export async function showCheckpoint(services: Services, selector: string, id: number, signal: AbortSignal) {
  const read = await readCheckpoint(services, selector, id, signal);
  return { lines: [...detailLines(read, id)], data: oneCheckpointData(read), names: [String(id)] };
}
