import '../one-realm.ts';
import type { webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import Provider from 'oidc-provider';
import {
  behaveAgain,
  type Misbehaviour,
  type ProviderAccount,
  type TestProvider,
} from './test-provider.ts';

export const CLIENT = { id: 'users-api', secret: 'secret of the users api: 32 characters' };

/**
 * A real OpenID provider in this process, on the loopback interface: oidc-provider, certified by
 * the OpenID Foundation, with its own pages to sign in and consent.
 */
export class OpenIdProvider implements TestProvider {
  readonly issuer: string;
  readonly misbehaviour: Misbehaviour = {};
  exchanges = 0;
  readonly #accounts = new Map<string, ProviderAccount>();
  readonly #redirectUris: Set<string>;
  readonly #server: Server;

  private constructor(issuer: string, server: Server, redirectUris: Set<string>) {
    this.issuer = issuer;
    this.#server = server;
    this.#redirectUris = redirectUris;
  }

  /**
   * @param host a name of this machine, for a browser to tell the provider's site from others
   * @param secret of the client
   */
  static async start(host = '127.0.0.1', secret = CLIENT.secret): Promise<OpenIdProvider> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://${host}:${(server.address() as AddressInfo).port}`;
    const redirectUris = new Set<string>();
    const started = new OpenIdProvider(issuer, server, redirectUris);
    const [own, foreign] = await Promise.all([newKey(), newKey()]);
    const provider = quietly(
      () =>
        new Provider(issuer, {
          clients: [
            {
              client_id: CLIENT.id,
              client_secret: secret,
              redirect_uris: ['https://unused.example/callback'],
              grant_types: ['authorization_code'],
              response_types: ['code'],
            },
          ],
          claims: { openid: ['sub'], email: ['email', 'email_verified'] },
          jwks: { keys: [own.jwk as never] },
          cookies: { keys: ['of a test'] },
          pkce: { required: () => true },
          findAccount: (_, subject) => ({
            accountId: subject,
            claims: async () => ({ sub: subject, ...started.#accounts.get(subject) }),
          }),
          ttl: { AccessToken: 60, Grant: 600, IdToken: 60, Interaction: 600, Session: 600 },
        }),
    );
    // Exactly those; the last of them are known once the API runs.
    provider.Client.prototype.redirectUriAllowed = (uri: string) => redirectUris.has(uri);
    provider.use(async (context, next) => {
      await next();
      if (context.path !== '/token') return;
      started.exchanges += 1;
      const { claims, foreignKey, tokenStatus } = started.misbehaviour;
      if (tokenStatus !== undefined) {
        context.status = tokenStatus;
        context.body = 'out of order';
        return;
      }
      const body = context.body as { id_token?: string };
      if (body.id_token === undefined || (!claims && !foreignKey)) return;
      const payload = JSON.parse(
        Buffer.from(String(body.id_token.split('.')[1]), 'base64url').toString(),
      ) as JWTPayload;
      body.id_token = await new SignJWT(claims?.(payload) ?? payload)
        .setProtectedHeader({ alg: 'RS256', kid: 'own' })
        .sign((foreignKey ? foreign : own).key);
    });
    server.on('request', provider.callback());
    return started;
  }

  /** Registers a callback of the client, character by character. */
  allow(...redirectUris: readonly string[]): void {
    for (const uri of redirectUris) this.#redirectUris.add(uri);
  }

  account(subject: string, account: ProviderAccount): void {
    this.#accounts.set(subject, account);
  }

  behave(): void {
    behaveAgain(this.misbehaviour);
  }

  async signIn(authorizationUrl: string, subject: string): Promise<URL> {
    const cookies = new Map<string, string>();
    let url = new URL(authorizationUrl);
    let form: URLSearchParams | undefined;
    while (url.origin === this.issuer) {
      const response = await fetch(url, {
        redirect: 'manual',
        headers: { cookie: [...cookies].map((pair) => pair.join('=')).join('; ') },
        ...(form && { method: 'POST', body: form }),
      });
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
        cookies.set(name, value);
      }
      const location = response.headers.get('location');
      form = undefined;
      if (location !== null) {
        url = new URL(location, url);
        continue;
      }
      const page = await response.text();
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
      if (prompt === undefined) throw new Error(`${response.status} ${url.pathname}: ${page}`);
      form = new URLSearchParams({ prompt, login: subject, password: 'any' });
    }
    return url;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** It warns of its own pages and of keeping data in memory, which is what a test wants. */
function quietly<T>(make: () => T): T {
  const { warn } = console;
  console.warn = () => {};
  try {
    return make();
  } finally {
    console.warn = warn;
  }
}

async function newKey(): Promise<{ jwk: JWK; key: webcrypto.CryptoKey }> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = { ...(await exportJWK(privateKey)), kid: 'own', alg: 'RS256', use: 'sig' };
  return { jwk, key: privateKey };
}
