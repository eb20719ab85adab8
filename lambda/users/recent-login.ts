import { UsersError } from './errors.ts';

/** @throws UsersError `REAUTHENTICATION_REQUIRED` */
export function assertRecent(recent: boolean): void {
  if (!recent) throw new UsersError('REAUTHENTICATION_REQUIRED');
}
