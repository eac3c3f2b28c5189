import { serverNow } from '../../session/server-now.ts';
import type { Services } from '../record/command.ts';

/** `14:03:20` for a time of the API server, as this computer's clock shows it then. */
export const clockTime = ({ connection, now }: Services, at: number): string =>
  new Date(at - serverNow(connection, now()) + now()).toTimeString().slice(0, 8);
