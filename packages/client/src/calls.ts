/** Calls of the API: sent with the credential in force, and again with the next one where it was refused. */
import type { Backend } from './backend.ts';
import { type AnyCode, errorOf, type UsersError, usersError } from './errors.ts';
import type { Layout } from './layout.ts';
import { type Login, openLogin } from './login.ts';
import type { Credential, Kept } from './storage.ts';

/** Either `data` or `error`, which tells them apart. */
export type Result<Data, Code extends string = string> =
  | { readonly data: Data; readonly error?: undefined }
  | { readonly data?: undefined; readonly error: UsersError<Code> };

export interface CallOptions {
  readonly url: string;
  readonly backend: Backend;
  readonly layout: Layout;
  readonly shared: boolean;
  readonly timeout: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: typeof globalThis.fetch;
}

export interface Call {
  readonly method: string;
  /** Below the URL, in the standard layout. */
  readonly path: string;
  readonly body?: unknown;
  /** Those of the API go along whatever the backend is, as in a login at a provider. */
  readonly cookies?: boolean;
  /** Whether an answer is one of this call, where it has to say something. */
  readonly isAnswer?: (data: unknown) => boolean;
}

/** Of a refresh whose login has ended, if the API itself says so: with a code. */
const ENDED: readonly unknown[] = [400, 401, 403];

/** Codes of a refresh that its caller, which may be any call, has as well. */
const OF_ANY: readonly string[] = [
  'NETWORK_ERROR',
  'STORAGE_ERROR',
  'CONTENT_TOO_LARGE',
  'TOO_MANY_REQUESTS',
  'SERVICE_UNAVAILABLE',
  'INTERNAL_ERROR',
] satisfies AnyCode[];

/** What came of a call, and the credential that it was sent with. */
interface Outcome {
  readonly kept: Kept;
  /** When it was sent: milliseconds since 1970. */
  readonly at: number;
  /** Of the login, until then. */
  readonly changes: number;
  readonly data?: unknown;
  readonly error?: UsersError;
}

export type Calls = ReturnType<typeof makeCalls>;

export function makeCalls({ url, backend, layout, shared, timeout, headers, fetch }: CallOptions) {
  const byCookie = backend.kind === 'cookie';

  /** @throws {UsersError} what it is refused with, or that there was no answer */
  async function send(
    { method, path, body, cookies, isAnswer = () => true }: Call,
    kept?: Kept,
  ): Promise<unknown> {
    const isForm = body instanceof URLSearchParams;
    let response: Response;
    let text: string;
    // Not `AbortSignal.timeout`, which React Native lacks.
    const timer = new AbortController();
    const timeoutId = setTimeout(() => timer.abort(), timeout);
    try {
      response = await fetch(url + layout(path), {
        method,
        headers: {
          ...headers,
          ...authorization(kept),
          ...(body !== undefined && !isForm && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: isForm ? body : JSON.stringify(body) }),
        credentials: byCookie || cookies ? 'include' : 'omit',
        signal: timer.signal,
        // The API redirects no call: a body with a password goes nowhere else.
        redirect: 'manual',
      });
      text = await response.text();
    } catch (cause) {
      throw usersError('NETWORK_ERROR', { cause });
    } finally {
      clearTimeout(timeoutId);
    }
    const data = parse(text);
    // A page, say, where there is no such API.
    if (!response.ok || (text && data === undefined) || !isAnswer(data)) {
      throw errorOf(response, data);
    }
    return data;
  }

  const login: Login = openLogin({
    name: `users-api:${url}:${backend.name}`,
    backend,
    shared,
    async refresh(token) {
      const body = token === undefined ? undefined : { refresh_token: token };
      const call = { method: 'POST', path: `/refresh/${backend.name}`, body };
      try {
        return credentialOf(await send(call).catch((error) => sendAgain(call, error)));
      } catch (cause) {
        const { code, status, requestId } = cause as UsersError;
        if (OF_ANY.includes(code)) throw cause;
        // Not by a firewall or a portal in between, which knows nothing of the login.
        if (code !== 'UNEXPECTED_RESPONSE' && ENDED.includes(status)) return undefined;
        throw usersError('UNEXPECTED_RESPONSE', { cause, status, requestId });
      }
    },
  });

  /** The answer may have been lost: for some seconds, the same refresh token gets the same one. */
  function sendAgain(call: Call, error: UsersError): Promise<unknown> {
    if (error.status !== undefined && error.status < 500) throw error;
    return send(call);
  }

  /** @throws {UsersError} */
  function credentialOf(data: unknown): Credential {
    const { access_token, refresh_token, expires_in } = byCookie
      ? { expires_in: backend.lifetime }
      : Object(data);
    const isText = (value: unknown) => typeof value === 'string' && value !== '';
    if (!byCookie && !isText(access_token)) throw usersError('UNEXPECTED_RESPONSE');
    return {
      ...(isText(access_token) && { access_token }),
      ...(isText(refresh_token) && { refresh_token }),
      ...(expires_in > 0 && { expires_at: Date.now() + expires_in * 1000 }),
    };
  }

  /**
   * Does something with the credential in force, and again with the one that replaces it. What another tab has may
   * have ended as well; what was refreshed for this is the last.
   *
   * @param isExclusive the caller keeps out all other changes of the login
   */
  async function withLogin<T>(
    attempt: (kept: Kept) => Promise<T>,
    isRefused: (outcome: T, kept: Kept) => boolean | Promise<boolean>,
    isExclusive = false,
  ): Promise<T> {
    let kept = await login.fresh(isExclusive);
    let isLast = false;
    for (;;) {
      const outcome = await attempt(kept);
      if (isLast || !(await isRefused(outcome, kept))) return outcome;
      const refreshes = login.refreshes();
      const next = await login.renewed(kept, isExclusive);
      if (next.at === kept.at || !next.credential) return outcome;
      isLast = login.refreshes() > refreshes;
      kept = next;
    }
  }

  /** @throws {UsersError} */
  async function sendSignedIn(call: Call, isExclusive?: boolean): Promise<unknown> {
    const { kept, at, changes, error, data } = await withLogin<Outcome>(
      async (kept) => {
        const sent = { kept, at: Date.now(), changes: login.changes() };
        // There is nothing to ask with.
        if (!byCookie && !kept.credential) return { ...sent, error: unauthorized() };
        return send(call, kept).then(
          (data) => ({ ...sent, data }),
          (error: UsersError) => ({ ...sent, error }),
        );
      },
      ({ error }) => isUnauthorized(error),
      isExclusive,
    );
    if (isUnauthorized(error)) await login.refused(kept);
    if (error) throw error;
    // It is of the user before; what reads is asked again.
    const isRead = call.method === 'GET' && !call.cookies;
    if (isRead && changes !== login.changes()) return sendSignedIn(call, isExclusive);
    const { id } = Object(call.path === '/me' && data);
    await login.accepted(kept, at, typeof id === 'string' ? id : undefined);
    return data;
  }

  return {
    login,
    send,
    sendSignedIn,
    withLogin,

    /** Signs in by a call that answers as a login does, while nothing else changes the login. */
    signIn: (call: Call, isSignedIn = false) =>
      login.exclusively(async () => {
        const [answer] = await Promise.all([
          isSignedIn ? sendSignedIn(call, true) : send(call),
          login.latest(),
        ]);
        await login.begin(credentialOf(answer));
      }),

    /** A call after which nobody is signed in, if it succeeds. */
    leave: (call: Call) =>
      login.exclusively(async () => {
        await Promise.all([sendSignedIn(call, true), login.latest()]);
        await login.leave();
      }),

    /** Forgets tokens also where the API was not reached: the user asked for that. */
    logout: (call: Call) =>
      login.exclusively(async () => {
        const [error] = await Promise.all([
          sendSignedIn(call, true).then(
            () => undefined,
            (error: UsersError) => error,
          ),
          login.latest(),
        ]);
        const isOver = error === undefined || isUnauthorized(error);
        if (isOver || !byCookie) await login.leave();
        if (!isOver) throw error;
      }),
  };
}

/** @returns what a call gives or is refused with; other errors are faults, and thrown */
export async function resultOf<Data, Code extends string>(
  work: () => Promise<unknown>,
): Promise<Result<Data, Code>> {
  try {
    // FastAPI Users answers `null` where there is nothing to say.
    return { data: ((await work()) ?? undefined) as Data };
  } catch (error) {
    if ((error as Error).name === 'UsersError') return { error: error as UsersError<Code> };
    throw error;
  }
}

const unauthorized = () => usersError('UNAUTHORIZED', { status: 401 });

/** By the API, and not by something in between, which may say 401 as well. */
const isUnauthorized = (error?: UsersError) => error?.code === 'UNAUTHORIZED';

export function authorization({ credential }: Partial<Kept> = {}): { authorization?: string } {
  return credential?.access_token ? { authorization: `Bearer ${credential.access_token}` } : {};
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
