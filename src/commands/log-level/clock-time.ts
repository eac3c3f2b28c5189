import { serverNow } from '../../session/server-now.ts';
import type { Services } from '../record/command.ts';

/** Formats a time of the API server as `14:03:20` of this computer's clock. */
export const clockTime = ({ connection, now }: Services, at: number): string =>
  new Date(at - serverNow(connection, now()) + now()).toTimeString().slice(0, 8);
