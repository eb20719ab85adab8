import {
  type Behaviour,
  SoftwareAuthenticator,
} from '../../support/passkeys/software-authenticator.ts';
import type { Answer } from './client.ts';
import { FactorClient } from './factor-client.ts';
import type { Credential } from './session-client.ts';

/** Where the pages of `test/apps/passkeys.ts` are. */
export const PAGE = 'http://localhost:3000';

/** A browser with an authenticator, in front of `test/apps/passkeys.ts`. */
export class PasskeyClient extends FactorClient {
  /** Asks for options and makes a passkey; the answer to it. */
  async add(
    authenticator: SoftwareAuthenticator,
    who: Credential,
    { conditional, name, ...behaviour }: Behaviour & { conditional?: boolean; name?: string } = {},
  ): Promise<Answer> {
    const json = { ...(conditional !== undefined && { conditional }) };
    const asked = await this.send('POST', '/me/passkeys/options', { ...who, json });
    if (asked.status !== 200) return asked;
    const { options, challenge_token } = asked.json;
    const credential = authenticator.create(options, { origin: PAGE, ...behaviour });
    return this.send('POST', '/me/passkeys', {
      ...who,
      json: { challenge_token, credential, ...(name !== undefined && { name }) },
    });
  }

  /** What a login at a backend is asked with. */
  async assertion(
    authenticator: SoftwareAuthenticator,
    backend = 'jwt',
    behaviour: Behaviour & { readonly id?: string } = {},
  ) {
    const asked = await this.send('POST', `/login/${backend}/passkey/options`, this.#fromHere());
    const { options, challenge_token } = asked.json;
    const credential = authenticator.get(options, { origin: PAGE, ...behaviour });
    return { challenge_token, credential };
  }

  signInWith(json: object, backend = 'jwt'): Promise<Answer> {
    return this.send('POST', `/login/${backend}/passkey`, { json, ...this.#fromHere() });
  }

  async signIn(
    authenticator: SoftwareAuthenticator,
    backend = 'jwt',
    behaviour: Behaviour & { readonly id?: string } = {},
  ): Promise<Answer> {
    return this.signInWith(await this.assertion(authenticator, backend, behaviour), backend);
  }

  /** A new user with a passkey, who has signed in with a password. */
  async withPasskey(behaviour: Behaviour = {}) {
    const { user, token } = await this.signedIn();
    const authenticator = new SoftwareAuthenticator(behaviour);
    const { status, json, text } = await this.add(authenticator, { token });
    if (status !== 201) throw new Error(`passkeys: ${status} ${text}`);
    return { user, token, authenticator, passkey: json };
  }

  /** The same, who has an authenticator app as well; signed in since before. */
  async withBoth(behaviour: Behaviour = {}) {
    const own = await this.withPasskey(behaviour);
    const { token, user } = own;
    const { secret } = (await this.send('POST', '/me/mfa/totp', { token })).json;
    const json = { code: this.code(secret) };
    const { status, text } = await this.send('POST', '/me/mfa/totp/confirm', { token, json });
    if (status !== 200) throw new Error(`confirm: ${status} ${text}`);
    await this.forgetSteps(user);
    return { ...own, secret };
  }

  #fromHere() {
    return { headers: { origin: this.system.origin } };
  }
}
