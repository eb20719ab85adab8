/**
 * An API in memory, as strict as one with `reuseInterval: Duration.seconds(0)`: a refresh token that was replaced ends
 * its session. What the real one says is in `test/browser/client.test.ts`.
 */
export const EMAIL = 'ada@example.com';
export const PASSWORD = 'correct horse battery';
export const URL_OF_API = 'https://api.example.com/users';

interface Session {
  generation: number;
  hasEnded: boolean;
}

/** A request as it arrived. */
export interface Seen {
  readonly method: string;
  readonly path: string;
  readonly authorization?: string;
  readonly contentType?: string;
  readonly credentials?: string;
  readonly body: string;
}

type Override = (seen: Seen) => Response | undefined | Promise<Response | undefined>;

export interface ApiOptions {
  /** Seconds. */
  readonly lifetime?: number;
  readonly refresh?: boolean;
}

export class Api {
  readonly seen: Seen[] = [];
  /** Answers in place of the API, where it returns something. */
  override: Override = () => undefined;
  readonly #lifetime: number;
  readonly #refresh: boolean;
  readonly #sessions: Session[] = [];

  constructor({ lifetime = 600, refresh = true }: ApiOptions = {}) {
    this.#lifetime = lifetime;
    this.#refresh = refresh;
  }

  readonly fetch: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const seen: Seen = {
      method: request.method,
      path: request.url.replace(URL_OF_API, ''),
      authorization: request.headers.get('authorization') ?? undefined,
      contentType: request.headers.get('content-type') ?? undefined,
      credentials: init?.credentials ?? request.credentials,
      body: await request.text(),
    };
    this.seen.push(seen);
    return (await this.override(seen)) ?? this.#answer(seen);
  };

  /** How often a route was asked. */
  count(path: string): number {
    return this.seen.filter((one) => one.path === path).length;
  }

  endAll(): void {
    for (const session of this.#sessions) session.hasEnded = true;
  }

  #answer(seen: Seen): Response {
    const { method, path, body } = seen;
    switch (`${method} ${path}`) {
      case 'POST /login/jwt':
        return this.#login(new URLSearchParams(body));
      case 'POST /refresh/jwt':
        return this.#exchange(JSON.parse(body).refresh_token);
      case 'POST /logout/jwt': {
        const session = this.#sessionOf(seen);
        if (session) session.hasEnded = true;
        return session ? new Response(null, { status: 204 }) : refused(401, 'UNAUTHORIZED');
      }
      case 'GET /me':
        return this.#sessionOf(seen) ? json(200, { email: EMAIL }) : refused(401, 'UNAUTHORIZED');
      default:
        return json(404, { message: 'Not Found' });
    }
  }

  #login(form: URLSearchParams): Response {
    if (form.get('username') !== EMAIL || form.get('password') !== PASSWORD) {
      return refused(400, 'LOGIN_BAD_CREDENTIALS');
    }
    this.#sessions.push({ generation: 0, hasEnded: false });
    return this.#tokens(this.#sessions.length - 1);
  }

  #exchange(token: string): Response {
    const [id, generation] = token.split('.').map(Number);
    const session = this.#sessions[Number(id)];
    if (!session || session.hasEnded) return refused(401, 'UNAUTHORIZED');
    if (session.generation !== generation) {
      session.hasEnded = true;
      return refused(401, 'UNAUTHORIZED');
    }
    session.generation++;
    return this.#tokens(Number(id));
  }

  #tokens(id: number): Response {
    const expires = Date.now() + this.#lifetime * 1000;
    return json(200, {
      access_token: `${id}.${expires}`,
      token_type: 'bearer',
      expires_in: this.#lifetime,
      ...(this.#refresh && { refresh_token: `${id}.${this.#sessions[id]?.generation}` }),
    });
  }

  #sessionOf({ authorization = '' }: Seen): Session | undefined {
    const [id, expires] = authorization.replace('Bearer ', '').split('.');
    const session = this.#sessions[Number(id)];
    return session && !session.hasEnded && Number(expires) > Date.now() ? session : undefined;
  }
}

export function json(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

export const refused = (status: number, detail: unknown, headers: Record<string, string> = {}) =>
  json(status, { detail }, headers);
