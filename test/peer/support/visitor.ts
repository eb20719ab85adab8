import { randomUUID } from 'node:crypto';
import { type Answer, ASKED, type Request } from './exchange.ts';
import type { Server } from './servers.ts';

export const PASSWORD = 'correct horse battery';
export const OTHER_PASSWORD = 'staple and paperclip';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly token: string;
}

/** A front end of one server. The same name in each case makes the same addresses on both servers. */
export class Visitor {
  readonly server: Server;
  readonly name: string;
  #made = 0;

  constructor(server: Server, name: string) {
    this.server = server;
    this.name = name;
  }

  async send({ method, path, headers, json, form, body }: Request): Promise<Answer> {
    const response = await fetch(`${this.server.url}${path}`, {
      method,
      redirect: 'manual',
      headers: { ...(json !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body ?? (json !== undefined ? JSON.stringify(json) : formOf(form)),
    });
    const text = await response.text();
    const seen = new Headers(response.headers);
    if (headers?.['access-control-request-method'] !== undefined) {
      seen.set(ASKED, headers['access-control-request-headers'] ?? '');
    }
    const isJson = response.headers.get('content-type')?.startsWith('application/json');
    return {
      status: response.status,
      headers: seen,
      body: isJson && text !== '' ? JSON.parse(text) : text,
    };
  }

  /** An address that no other case has. */
  newEmail(): string {
    this.#made += 1;
    return `${this.name}-${this.#made}@example.com`;
  }

  /** A new user who is signed in by bearer. */
  async account(flags: Readonly<Record<string, boolean>> = {}): Promise<Account> {
    const email = this.newEmail();
    const { id } = await this.server.createUser({ email, password: PASSWORD, ...flags });
    return { id, email, token: await this.tokenOf(email) };
  }

  async tokenOf(username: string, password = PASSWORD): Promise<string> {
    const login = await this.login({ username, password });
    if (login.status !== 200) throw new Error(`login: ${login.status}`);
    return login.body.access_token;
  }

  /** The cookie that a login sets, as a browser sends it. */
  async cookieOf(username: string): Promise<string> {
    const login = await this.login({ username, password: PASSWORD }, 'cookie', this.own());
    if (login.status !== 204) throw new Error(`login: ${login.status}`);
    return login.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  }

  login(
    form: Readonly<Record<string, string>>,
    backend = 'jwt',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer> {
    return this.send({ method: 'POST', path: `/auth/${backend}/login`, form, headers });
  }

  /** Headers of a page of the server's own origin. */
  own(): Record<string, string> {
    return { origin: this.server.url };
  }

  me(token: string): Promise<Answer> {
    return this.send({ method: 'GET', path: '/users/me', headers: bearer(token) });
  }

  patchMe(token: string, json: unknown): Promise<Answer> {
    return this.send({ method: 'PATCH', path: '/users/me', headers: bearer(token), json });
  }

  /** By another client: what a superuser does. */
  async asRoot(method: string, path: string, json?: unknown): Promise<Answer> {
    const { token } = await this.account({ is_superuser: true });
    return this.send({ method, path, headers: bearer(token), json });
  }
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** A prefix of names that no run before used. */
export const newRun = () => randomUUID().slice(0, 8);

function formOf(form: Request['form']): URLSearchParams | FormData | undefined {
  if (form === undefined || form instanceof FormData || form instanceof URLSearchParams)
    return form;
  return new URLSearchParams(form);
}
