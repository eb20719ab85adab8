import { eventually } from 'cdk-users-api-local/test/eventually';
import { type Answer, Client, newEmail, type RequestOptions } from '../../e2e/support/client.ts';
import type { ApiUser, Envelope } from '../../e2e/support/system.ts';
import { PASSWORD } from '../../support/passwords.ts';
import type { FaultSystem } from './fault-system.ts';

/** What a scenario is about: everything that is stored or published of it names one of these. */
export interface About {
  readonly user: string[];
  readonly email: string[];
  /** At the provider. */
  readonly subject: string[];
}

/** A login, as requests carry it. */
export interface Login {
  readonly headers: Readonly<Record<string, string>>;
  /** What a refresh takes. */
  readonly refresh: Pick<RequestOptions, 'headers' | 'json'>;
}

/** The client of one scenario, which knows what its requests are about. */
export class FaultClient extends Client {
  readonly about: About = { user: [], email: [], subject: [] };
  /** Of the request that the scenario is about, once it is prepared. */
  traceId: string | undefined;
  readonly faulty: FaultSystem;

  constructor(system: FaultSystem) {
    // Other suites look at the form of answers.
    super({ ...system, conformance: undefined });
    this.faulty = system;
  }

  override send(method: string, path: string, options: RequestOptions = {}): Promise<Answer> {
    const { traceId } = this;
    if (traceId === undefined) return super.send(method, path, options);
    const headers = { ...options.headers, 'x-amzn-trace-id': traceId };
    return super.send(method, path, { ...options, headers });
  }

  /** Calls a function as AWS or an operator does. */
  async invoke(name: string, event: unknown): Promise<unknown> {
    const result = await this.faulty.stack.functions.invoke(name, event, this.traceId);
    return result.ok ? { ok: JSON.parse(result.payload) } : { error: result.error.errorMessage };
  }

  /** An address that the scenario is about. */
  address(): string {
    const email = newEmail();
    this.about.email.push(email);
    return email;
  }

  override async vouchedFor(): Promise<ApiUser> {
    const user = await super.vouchedFor(this.address());
    this.about.user.push(user.id);
    return user;
  }

  async user(): Promise<ApiUser> {
    const user = await this.register(this.address());
    this.about.user.push(user.id);
    return user;
  }

  async administrator(): Promise<ApiUser> {
    const email = this.address();
    const user = await this.system.createUser({ email, password: PASSWORD, is_superuser: true });
    this.about.user.push(user.id);
    return user;
  }

  /** Signs in at a backend, whatever carries its credentials. */
  async signIn(backend: string, email: string, password = PASSWORD): Promise<Login> {
    const origin = { origin: this.system.origin };
    const form = { username: email, password };
    const answer = await this.send('POST', `/login/${backend}`, { form, headers: origin });
    return this.loginOf(answer);
  }

  loginOf({ status, text, json, headers }: Answer): Login {
    const origin = { origin: this.system.origin };
    if (status === 200) {
      const { access_token, refresh_token } = json;
      return {
        headers: { authorization: `Bearer ${access_token}` },
        refresh: { json: { refresh_token } },
      };
    }
    if (status !== 204) throw new Error(`login: ${status} ${text}`);
    const [access = '', refresh = ''] = headers
      .getSetCookie()
      .map((cookie) => cookie.split(';')[0] ?? '');
    return {
      headers: { ...origin, cookie: access },
      refresh: { headers: { ...origin, cookie: refresh } },
    };
  }

  /** The first event of a type that names one of these, past HTTP: there are thousands. */
  override eventWhere(type: string, wanted: (event: Envelope) => boolean): Promise<Envelope> {
    const find = () =>
      (this.faulty.stack.events() as unknown as readonly Envelope[]).findLast(
        (one) => one['detail-type'] === type && wanted(one),
      );
    return eventually(find, `an event ${type}`, 120_000);
  }
}
