import { type AuthorizedEvent, currentUser } from '../lib/current-user';

export async function handler(event: AuthorizedEvent) {
  const user = currentUser(event);
  return { statusCode: 200, body: `Hello, ${user?.email}!` };
}
