import { FACTOR_METHODS, type SecondFactorSettings } from '../../../lib/contract/factors.ts';

/** Requests that ask for the second factor of a user. */
export const GATED = [
  'login',
  'reauthenticate',
  'oauth-callback',
  'confirm-login',
  'passkey-login',
  'update-me',
  'add-passkey',
  'delete-my-passkey',
] as const;

export type Gated = (typeof GATED)[number];

const NO_METHODS: SecondFactorSettings = { methods: [] };

/** Which second factors each of them asks for. */
export class Gates {
  readonly #open = new Set<Gated>();

  /** A bug: this one asks for none from now on. */
  leaveOpen(gate: Gated): void {
    this.#open.add(gate);
  }

  of(gate: Gated): SecondFactorSettings {
    return this.#open.has(gate) ? NO_METHODS : { methods: FACTOR_METHODS };
  }
}
