import { UsersError } from '../users/errors.ts';
import type { Call } from './request.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** An id in the form in which ids are stored; `undefined` for what is no UUID. */
export function parseUserId(id: string): string | undefined {
  return UUID.test(id) ? id.toLowerCase() : undefined;
}

/** The `{id}` of the path, if it is a UUID. */
export function userIdOf({ pathParameters }: Call): { userId?: string } {
  const userId = parseUserId(pathParameters?.id ?? '');
  return userId === undefined ? {} : { userId };
}

/**
 * A session's id, from the path.
 *
 * @throws UsersError `NOT_FOUND` for what is no UUID
 */
export function sessionIdOf({ pathParameters }: Call, name: 'id' | 'session_id'): string {
  return found(parseUserId(pathParameters?.[name] ?? ''));
}

/** The account at a provider that the path names. */
export function accountIn({ pathParameters }: Call): { client: string; subject: string } {
  return { client: pathParameters?.client ?? '', subject: pathParameters?.subject ?? '' };
}

/**
 * The passkey that the path names.
 *
 * @throws UsersError `NOT_FOUND` for what is no base64url
 */
export function passkeyIdOf({ pathParameters }: Call): string {
  const id = pathParameters?.passkey_id ?? '';
  return found(/^[\w-]+$/.test(id) ? id : undefined);
}

/** @throws UsersError `NOT_FOUND` */
export function found<T>(target: T | undefined): T {
  if (target === undefined) throw new UsersError('NOT_FOUND');
  return target;
}
