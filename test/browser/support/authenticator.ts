import type { CDPSession } from 'playwright-core';

/**
 * What Chromium's virtual authenticators are told.
 *
 * @see https://chromedevtools.github.io/devtools-protocol/tot/WebAuthn/#type-VirtualAuthenticatorOptions
 */
export interface AuthenticatorOptions {
  readonly transport: 'internal' | 'hybrid' | 'usb' | 'nfc' | 'ble';
  readonly hasUserVerification?: boolean;
  readonly defaultBackupEligibility?: boolean;
  readonly defaultBackupState?: boolean;
}

/** What an authenticator says beside a signature that fits. */
export interface ResponseBits {
  /** It says that nobody touched it. */
  readonly isBadUP?: boolean;
  /** It says that it asked for neither a PIN nor a finger. */
  readonly isBadUV?: boolean;
}

/** What an authenticator says that makes a passkey by itself. */
export const UNTOUCHED: ResponseBits = { isBadUP: true, isBadUV: true };

/** An authenticator of a browser, whose user touches it whenever it asks. */
export class Authenticator {
  readonly #session: CDPSession;
  readonly #id: string;

  private constructor(session: CDPSession, id: string) {
    this.#session = session;
    this.#id = id;
  }

  static async add(session: CDPSession, given: AuthenticatorOptions): Promise<Authenticator> {
    const { hasUserVerification = true } = given;
    await session.send('WebAuthn.enable');
    const { authenticatorId } = await session.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        hasResidentKey: true,
        automaticPresenceSimulation: true,
        ...given,
        ...{ hasUserVerification, isUserVerified: hasUserVerification },
      },
    });
    return new Authenticator(session, authenticatorId);
  }

  /** What it says from now on. */
  async says(bits: ResponseBits): Promise<void> {
    const authenticatorId = this.#id;
    await this.#session.send('WebAuthn.setResponseOverrideBits', { authenticatorId, ...bits });
  }

  /** Ids of the passkeys that it has. */
  async passkeys(): Promise<string[]> {
    const all = await this.#credentials();
    return all.map((each) => Buffer.from(each.credentialId, 'base64').toString('base64url'));
  }

  /** Whose they are, as it shows them. */
  async names(): Promise<(string | undefined)[]> {
    return (await this.#credentials()).map(({ userName }) => userName);
  }

  /** Whether its passkeys are in the keychain of their user now. */
  async backUp(backupState: boolean): Promise<void> {
    const authenticatorId = this.#id;
    for (const id of await this.passkeys()) {
      const credentialId = Buffer.from(id, 'base64url').toString('base64');
      await this.#session.send('WebAuthn.setCredentialProperties', {
        ...{ authenticatorId, credentialId, backupState },
      });
    }
  }

  async #credentials() {
    const authenticatorId = this.#id;
    const { credentials } = await this.#session.send('WebAuthn.getCredentials', {
      authenticatorId,
    });
    return credentials;
  }
}
