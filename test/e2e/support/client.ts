import { randomUUID } from 'node:crypto';
import { eventually } from 'cdk-users-api-local/test/eventually';
import { PASSWORD } from '../../support/passwords.ts';
import type { ApiUser, Envelope, System } from './system.ts';

/** A response with its body. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: what a test expects of it is what it is.
  readonly json: any;
}

/** An answer's status and body. */
export const seen = ({ status, json }: Answer) => ({ status, json });

/** How many answers have each status, such as `{ 200: 1, 401: 19 }`. */
export function tally(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

export interface RequestOptions {
  readonly json?: unknown;
  readonly form?: Record<string, string>;
  /** Sent as it is. */
  readonly body?: RequestInit['body'];
  readonly headers?: Record<string, string>;
  /** An access token, sent as a bearer. */
  readonly token?: string;
  /** An access token, sent as the cookie from the API's own origin. */
  readonly cookie?: string;
}

/** An address that no other test uses. */
export function newEmail(): string {
  return `user-${randomUUID()}@example.com`;
}

/** Speaks to the API as a front end does. */
export class Client {
  readonly system: System;

  constructor(system: System) {
    this.system = system;
  }

  /** @param path below the base path */
  async send(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const { json, form, token, cookie } = options;
    const headers: Record<string, string> = {
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(cookie !== undefined && {
        cookie: this.asCookie(cookie),
        origin: this.system.origin,
      }),
      ...options.headers,
    };
    const body =
      options.body ??
      (json !== undefined ? JSON.stringify(json) : form && new URLSearchParams(form));
    const response = await fetch(`${this.system.url}${path}`, {
      method,
      headers,
      body,
      redirect: 'manual',
    });
    const text = await response.text();
    const { pathname } = new URL(this.system.url);
    (await this.system.conformance?.())?.check({
      method,
      path: `${pathname}${path}`,
      status: response.status,
      headers: response.headers,
      text,
    });
    return {
      status: response.status,
      headers: response.headers,
      text,
      json: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : undefined,
    };
  }

  async register(email = newEmail(), password = PASSWORD): Promise<ApiUser> {
    const answer = await this.send('POST', '/register', { json: { email, password } });
    if (answer.status !== 201) throw new Error(`register: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  login(username: string, password = PASSWORD): Promise<Answer> {
    return this.send('POST', '/login/jwt', { form: { username, password } });
  }

  async token(username: string, password = PASSWORD): Promise<string> {
    const answer = await this.login(username, password);
    if (answer.status !== 200) throw new Error(`login: ${answer.status} ${answer.text}`);
    return answer.json.access_token;
  }

  /** Logs in by the cookie backend; the cookie's value. */
  async cookie(username: string, password = PASSWORD): Promise<string> {
    const answer = await this.send('POST', '/login/cookie', {
      form: { username, password },
      headers: { origin: this.system.origin },
    });
    const [name, value] = answer.headers.getSetCookie()[0]?.split(';')[0]?.split('=') ?? [];
    if (answer.status !== 204 || name !== this.system.cookieName || value === undefined) {
      throw new Error(`login: ${answer.status} ${answer.text}`);
    }
    return value;
  }

  /** A cookie of the backend as a browser sends it. */
  asCookie(value: string): string {
    return `${this.system.cookieName}=${value}`;
  }

  /** A new user who is signed in. */
  async signedIn(): Promise<{ user: ApiUser; token: string }> {
    const user = await this.register();
    return { user, token: await this.token(user.email) };
  }

  async superuser(
    flags: { is_verified?: boolean } = {},
  ): Promise<{ user: ApiUser; token: string }> {
    const user = await this.system.createUser({
      email: newEmail(),
      password: PASSWORD,
      is_superuser: true,
      ...flags,
    });
    return { user, token: await this.token(user.email) };
  }

  /** A new user whose address counts as verified, without a mail. */
  vouchedFor(email = newEmail()): Promise<ApiUser> {
    return this.system.createUser({ email, password: PASSWORD, is_verified: true });
  }

  /** A new user who has verified their address. */
  async verified(): Promise<ApiUser> {
    const { email } = await this.register();
    const token = await this.verifyToken(email);
    const answer = await this.send('POST', '/verify', { json: { token } });
    if (answer.status !== 200) throw new Error(`verify: ${answer.status} ${answer.text}`);
    return answer.json;
  }

  /** Asks for a reset and takes the token from the event. */
  resetToken(email: string): Promise<string> {
    return this.#mailedToken('/forgot-password', 'after-forgot-password', email);
  }

  /** Asks for a verification and takes the token from the event. */
  verifyToken(email: string): Promise<string> {
    return this.#mailedToken('/request-verify-token', 'after-request-verify', email);
  }

  async #mailedToken(path: string, type: string, email: string): Promise<string> {
    const answer = await this.send('POST', path, { json: { email } });
    if (answer.status !== 202) throw new Error(`${path}: ${answer.status} ${answer.text}`);
    const { detail } = await this.event(type, (user) => user.email === email);
    if (detail.token === undefined) throw new Error('the event has no token');
    return detail.token;
  }

  /** The first event of a type about a user, as soon as it arrives. */
  async event(type: string, about: (user: ApiUser) => boolean): Promise<Envelope> {
    return this.eventWhere(type, ({ detail }) => about(detail.user));
  }

  /** The first event of a type that meets a condition, as soon as it arrives. */
  async eventWhere(type: string, wanted: (event: Envelope) => boolean): Promise<Envelope> {
    return eventually(async () => {
      const events = await this.system.events();
      return events.find((one) => one['detail-type'] === type && wanted(one));
    }, `an event ${type}`);
  }

  /** Types of the events about a user, once there are `count` of them. */
  async eventTypes(id: string, count: number): Promise<string[]> {
    return eventually(async () => {
      const events = await this.system.events();
      const types = events
        .filter(({ detail }) => detail.user.id === id)
        .map((event) => event['detail-type']);
      return types.length >= count ? types : undefined;
    }, `${count} events about ${id}`);
  }
}
