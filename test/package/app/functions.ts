/** Every module of the package that is no construct, with a line each that is wrong if its types were `any`. */
import { usersAdmin } from 'cdk-users-api/admin';
import { bearer, createUsersClient } from 'cdk-users-api/client';
import { type AuthorizedEvent, currentUser } from 'cdk-users-api/current-user';
import { type UsersEventOf, usersEvent } from 'cdk-users-api/events';
import { sampleEvent } from 'cdk-users-api/testing';

export async function handler(event: AuthorizedEvent) {
  const { users } = await usersAdmin().list();
  const email: string | undefined = currentUser(event)?.email;
  // @ts-expect-error an address is a text
  const wrong: number | undefined = currentUser(event)?.email;
  return { statusCode: 200, body: `Hello, ${email ?? wrong}, one of ${users.length}!` };
}

/** @throws when the schema refuses what the package itself says is an event */
export function registered(): string {
  const parsed = usersEvent.parse(sampleEvent('after-register'));
  const { detail } = parsed as UsersEventOf<'after-register'>;
  // @ts-expect-error an address is a text
  const wrong: number = detail.user.email;
  // @ts-expect-error there is no such event
  sampleEvent('after-nothing');
  // @ts-expect-error an id is a text
  void usersAdmin().get(1);
  return `${detail.user.email} ${wrong}`;
}

/** @returns what to tell somebody who registers */
export async function register(email: string, password: string): Promise<string> {
  const users = createUsersClient({ url: 'https://example.com/users', backend: bearer() });
  const { data, error } = await users.register({ email, password });
  if (data) return data.email;
  if (error.code === 'REGISTER_INVALID_PASSWORD') return error.reason;
  // @ts-expect-error only what is told to wait is told how long
  void error.retryAfter;
  // @ts-expect-error a registration has no such code
  if (error.code === 'LOGIN_BAD_CREDENTIALS') return 'no';
  return error.message;
}
