import { LOOKUP_ATTRIBUTES, SESSION_ATTRIBUTES } from '../../../../lib/contract/attributes.ts';
import type { Key } from '../../../../lib/contract/item-keys.ts';
import type { Session } from '../../../users/sessions/session.ts';
import type {
  SignInKeys,
  SignInState,
  SignInStateReads,
} from '../../../users/sessions/session-store.ts';
import { toFoundUsers } from '../accounts/items.ts';
import type { Documents } from '../documents.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { batchGet } from '../reads.ts';
import { revocationKey, sessionKey, toRevoked, toSession } from '../session-items.ts';

export class DynamoDBSignInState implements SignInStateReads {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async signInState(
    ids: readonly string[],
    { email, sessions: asked = [], revocations = [] }: SignInKeys,
  ): Promise<SignInState> {
    const keys: Key[] = [
      ...ids.map(profileKey),
      ...(email === undefined ? [] : [credentialKey(email)]),
      ...asked.map(sessionKey),
      ...revocations.map(revocationKey),
    ];
    // A batch that names a key twice is refused; a token can claim to be of several backends.
    const unique = new Map(keys.map((key) => [`${key.pk} ${key.sk}`, key]));
    const items = await batchGet(
      this.#client,
      this.#table,
      [...unique.values()],
      asked.length === 0 ? LOOKUP_ATTRIBUTES : [...LOOKUP_ATTRIBUTES, ...SESSION_ATTRIBUTES],
    );
    const sessions = items.flatMap((item) => toSession(item) ?? []);
    return {
      ...toFoundUsers(items),
      sessions: new Map(sessions.map((session): [string, Session] => [session.sessionId, session])),
      revoked: new Set(items.flatMap((item) => toRevoked(item) ?? [])),
    };
  }
}
