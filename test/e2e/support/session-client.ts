import { type Answer, type Client, newEmail, PASSWORD, type RequestOptions } from './client.ts';
import type { ApiUser } from './system.ts';

export type Credential = Pick<RequestOptions, 'token' | 'cookie'>;

export const USER_AGENT = 'a browser of the tests';

/** An answer's status and body. */
export const seen = ({ status, json }: Answer) => [status, json];

/** Signs in at a backend of `test/apps/sessions.ts`. */
export async function signInAt(
  client: Client,
  backend: string,
  username: string,
  password = PASSWORD,
): Promise<Credential> {
  const headers = { 'user-agent': USER_AGENT, origin: client.system.origin };
  const answer = await client.send('POST', `/login/${backend}`, {
    form: { username, password },
    headers,
  });
  if (answer.status === 200) return { token: answer.json.access_token };
  const [pair = ''] = answer.headers.getSetCookie();
  const value = pair.split(';')[0]?.split('=')[1];
  if (answer.status !== 204 || !value) throw new Error(`login: ${answer.status} ${answer.text}`);
  return { cookie: value };
}

/** What the cases of sessions do over and over. */
export function sessionClient(client: () => Client) {
  const signIn = (backend: string, email: string, password?: string) =>
    signInAt(client(), backend, email, password);
  const me = async (credential: Credential) =>
    (await client().send('GET', '/me', credential)).status;
  const list = async (credential: Credential) =>
    (await client().send('GET', '/me/sessions', credential)).json;
  const currentId = async (credential: Credential) =>
    (await list(credential)).find(({ current }: { current: boolean }) => current).id;
  const end = (credential: Credential, path: string) => client().send('DELETE', path, credential);
  const superuser = async (): Promise<{ user: ApiUser } & Credential> => {
    const input = { email: newEmail(), password: PASSWORD, is_superuser: true };
    const user = await client().system.createUser(input);
    return { user, ...(await signIn('session', user.email)) };
  };
  return { signIn, me, list, currentId, end, superuser };
}
