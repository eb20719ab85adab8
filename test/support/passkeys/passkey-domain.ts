import {
  JwtLoginChallenges,
  JwtRegistrationChallenges,
} from '../../../lambda/adapters/jose/passkey-challenges.ts';
import {
  PASSKEY_CREATION_PURPOSE,
  passkeyLoginPurpose,
} from '../../../lambda/adapters/jose/purposes.ts';
import { SignedTokens } from '../../../lambda/adapters/jose/signed-tokens.ts';
import { WebAuthnAssertions } from '../../../lambda/adapters/webauthn/assertions.ts';
import { WebAuthnRegistrations } from '../../../lambda/adapters/webauthn/registrations.ts';
import { addPasskey } from '../../../lambda/users/passkeys/add-passkey.ts';
import { creationOptions, loginOptions } from '../../../lambda/users/passkeys/options.ts';
import type { Passkey } from '../../../lambda/users/passkeys/passkey.ts';
import { passkeyLogin } from '../../../lambda/users/passkeys/passkey-login.ts';
import type { PasskeySettings } from '../../../lib/contract/passkey-settings.ts';
import { type Domain, issueClaims, ORIGIN, SENDER } from '../domain/domain.ts';
import { TestKeys } from '../domain/keys.ts';
import type { Stores } from '../stores/stores.ts';
import { type Behaviour, SoftwareAuthenticator } from './software-authenticator.ts';

export const PASSKEY_SETTINGS: PasskeySettings = {
  rpId: 'example.com',
  rpName: 'Example',
  origins: ['https://app.example.com'],
  userVerification: 'preferred',
};

/** Passkeys of a domain's users, real except for the authenticator. */
export class PasskeyDomain {
  readonly #domain: Domain;
  readonly #store: Stores;
  readonly settings: PasskeySettings;
  readonly #challenges;

  constructor(domain: Domain, settings = PASSKEY_SETTINGS, store: Stores = domain.store) {
    this.#domain = domain;
    this.#store = store;
    this.settings = settings;
    const keys = new TestKeys();
    const { clock } = domain;
    this.#challenges = {
      login: new JwtLoginChallenges(
        new SignedTokens(passkeyLoginPurpose(ORIGIN.backend), keys, clock),
        clock,
      ),
      creation: new JwtRegistrationChallenges(
        new SignedTokens(PASSKEY_CREATION_PURPOSE, keys, clock),
        clock,
      ),
    };
  }

  readonly randomness = { bytes: (length: number) => crypto.getRandomValues(Buffer.alloc(length)) };

  get adding() {
    return {
      ...this.#domain,
      store: this.#store,
      passkeys: this.#store,
      challenges: this.#challenges.creation,
      verifier: new WebAuthnRegistrations(this.settings),
      settings: this.settings,
      randomness: this.randomness,
    };
  }

  get login() {
    return {
      ...this.#domain,
      store: this.#store,
      logins: this.#store,
      passkeys: this.#store,
      challenges: this.#challenges.login,
      verifier: new WebAuthnAssertions(this.settings),
      settings: this.settings,
      randomness: this.randomness,
      issue: issueClaims,
      loginEvents: false,
    };
  }

  /** Makes a passkey for a user as read now. */
  async add(
    authenticator: SoftwareAuthenticator,
    userId: string,
    { conditional = false, ...behaviour }: Behaviour & { readonly conditional?: boolean } = {},
  ): Promise<Passkey> {
    const asked = { profile: await this.#domain.profile(userId), conditional };
    const { options, challenge_token: challengeToken } = await creationOptions(this.adding, asked);
    const credential = authenticator.create(options, behaviour);
    const profile = await this.#domain.profile(userId);
    return addPasskey(this.adding, { profile, challengeToken, credential, sender: SENDER });
  }

  /** What a login is asked with. */
  async assertion(
    authenticator: SoftwareAuthenticator,
    behaviour: Behaviour & { readonly id?: string } = {},
  ) {
    const { options, challenge_token: challengeToken } = await loginOptions(this.login);
    return { challengeToken, credential: authenticator.get(options, behaviour) };
  }

  async signIn(
    authenticator: SoftwareAuthenticator,
    behaviour: Behaviour & { readonly id?: string } = {},
  ) {
    const given = await this.assertion(authenticator, behaviour);
    return passkeyLogin(this.login, { ...given, origin: ORIGIN });
  }

  /** A user with a passkey. */
  async enrolled(email: string, behaviour: Behaviour = {}) {
    const { user } = await this.#domain.user(email, { is_verified: true });
    const authenticator = new SoftwareAuthenticator(behaviour);
    const passkey = await this.add(authenticator, user.id);
    this.#domain.forget();
    return { userId: user.id, authenticator, passkey };
  }
}
