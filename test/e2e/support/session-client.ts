import { PASSWORD } from '../../support/passwords.ts';
import { type Answer, Client, newEmail, type RequestOptions } from './client.ts';
import type { ApiUser } from './system.ts';

export type Credential = Pick<RequestOptions, 'token' | 'cookie'>;

export const USER_AGENT = 'a browser of the tests';

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
  return credentialIn(answer);
}

/** What an answer hands out to a client that stays signed in: the token in its body, or the first cookie. */
export function credentialIn({ status, json, headers, text }: Answer): Credential {
  if (json?.access_token !== undefined) return { token: json.access_token };
  const [pair = ''] = headers.getSetCookie();
  const value = pair.split(';')[0]?.split('=')[1];
  if (status >= 300 || !value) throw new Error(`login: ${status} ${text}`);
  return { cookie: value };
}

/** What the cases of sessions do again and again. */
export class SessionClient extends Client {
  signIn(backend: string, email: string, password?: string): Promise<Credential> {
    return signInAt(this, backend, email, password);
  }

  /** The status of `GET /me`. */
  async status(credential: Credential): Promise<number> {
    return (await this.send('GET', '/me', credential)).status;
  }

  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is what it is.
  async sessions(credential: Credential): Promise<any> {
    return (await this.send('GET', '/me/sessions', credential)).json;
  }

  async currentId(credential: Credential): Promise<string> {
    const all = await this.sessions(credential);
    return all.find(({ current }: { current: boolean }) => current).id;
  }

  end(credential: Credential, path: string, json?: object): Promise<Answer> {
    return this.send('DELETE', path, { ...credential, ...(json && { json }) });
  }

  /** Puts the login of a session some seconds back: writing an earlier time makes time pass. */
  async age(sessionId: string, seconds: number): Promise<void> {
    await this.#change(sessionId, { auth_time: Math.floor(Date.now() / 1000) - seconds });
  }

  /** Makes a session one of before logins were noted. */
  forgetLogin(sessionId: string): Promise<void> {
    return this.#change(sessionId, { auth_time: undefined, amr: undefined });
  }

  #change(sessionId: string, changes: Record<string, unknown>): Promise<void> {
    return this.system.items.change(({ sk }) => sk === `SESSION#${sessionId}`, changes);
  }

  /** A superuser who is signed in with a stored session. */
  async superuserInSession(): Promise<{ user: ApiUser } & Credential> {
    const input = { email: newEmail(), password: PASSWORD, is_superuser: true };
    const user = await this.system.createUser(input);
    return { user, ...(await this.signIn('session', user.email)) };
  }
}
