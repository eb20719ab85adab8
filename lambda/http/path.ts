import { UsersError } from '../users/errors.ts';
import type { Call } from './request.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The `{id}` of the path, in the form in which ids are stored, where it is a UUID at all. */
export function userIdOf({ pathParameters }: Call): { userId?: string } {
  const id = pathParameters?.id ?? '';
  return UUID.test(id) ? { userId: id.toLowerCase() } : {};
}

/** @throws UsersError `NOT_FOUND` */
export function found<T>(target: T | undefined): T {
  if (target === undefined) throw new UsersError('NOT_FOUND');
  return target;
}
