import type { TestProvider } from '../../support/oauth/test-provider.ts';
import type { Answer, Client } from './client.ts';

export type Flow = 'oauth' | 'associate';

/** A trip of one browser to the provider: where it goes, and the cookie that it keeps. */
export interface Walk {
  readonly url: string;
  /** As a browser sends it: name and value. */
  readonly cookie: string;
  /** `Set-Cookie` as it came. */
  readonly setCookie: string;
}

interface Credential {
  readonly token?: string;
  /** Value of the cookie of the backend `cookie`. */
  readonly cookie?: string;
}

/** What a browser does on its way to the provider and back. */
export class OAuthBrowser {
  readonly #client: Client;
  readonly #provider: TestProvider;
  readonly #name: string;

  /** @param name of the OAuth client */
  constructor(client: Client, provider: TestProvider, name: string) {
    this.#client = client;
    this.#provider = provider;
    this.#name = name;
  }

  authorize(flow: Flow, credential: Credential = {}, headers = {}): Promise<Answer> {
    return this.#client.send('GET', `/${flow}/${this.#name}/authorize`, { ...credential, headers });
  }

  async begin(flow: Flow, credential: Credential = {}): Promise<Walk> {
    const { status, text, json, headers } = await this.authorize(flow, credential);
    const [setCookie = ''] = headers.getSetCookie();
    if (status !== 200) throw new Error(`authorize: ${status} ${text}`);
    return { url: json.authorization_url, cookie: setCookie.split(';')[0] ?? '', setCookie };
  }

  /** Signs in at the provider; the query with which it sends the browser back. */
  async signIn({ url }: Walk, subject: string): Promise<URLSearchParams> {
    return (await this.#provider.signIn(url, subject)).searchParams;
  }

  /** @param cookies as a browser sends them */
  callback(
    flow: Flow,
    query: URLSearchParams,
    {
      cookies,
      token,
      cookie,
      accept,
    }: Credential & { readonly cookies: readonly string[]; readonly accept?: string },
  ): Promise<Answer> {
    const all = [...cookies, ...(cookie === undefined ? [] : [this.#client.asCookie(cookie)])];
    return this.#client.send('GET', `/${flow}/${this.#name}/callback?${query}`, {
      token,
      // As after the provider's redirect, which comes from another site.
      headers: {
        'sec-fetch-site': 'cross-site',
        ...(accept !== undefined && { accept }),
        ...(all.length > 0 && { cookie: all.join('; ') }),
      },
    });
  }

  /** The whole trip; returns the response of the callback. */
  async walk(flow: Flow, subject: string, credential: Credential = {}): Promise<Answer> {
    const begun = await this.begin(flow, credential);
    const query = await this.signIn(begun, subject);
    return this.callback(flow, query, { cookies: [begun.cookie], ...credential });
  }

  login(subject: string): Promise<Answer> {
    return this.walk('oauth', subject);
  }
}
