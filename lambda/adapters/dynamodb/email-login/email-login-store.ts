import {
  ATTEMPT_ATTRIBUTES,
  CODE_REQUEST_ATTRIBUTES,
  SIGN_IN_ATTRIBUTES,
} from '../../../../lib/contract/attributes.ts';
import { sortKeyParts } from '../../../../lib/contract/item-keys.ts';
import { nameOfRequest } from '../../../users/email-login/email-attempts.ts';
import type {
  AddressClaim,
  CodeTry,
  EmailLoginStore,
  NewLoginRequest,
  TriedCode,
} from '../../../users/email-login/email-login-store.ts';
import type { WindowCounter } from '../../../users/limits/counter.ts';
import { toLoginCredential } from '../accounts/items.ts';
import { type ConditionalWrite, refuse, updateAndSee, write, writeAndSee } from '../calls.ts';
import type { Documents } from '../documents.ts';
import { update } from '../expressions.ts';
import { credentialKey, profileKey } from '../keys.ts';
import { counterKey, notLocked, toWatched } from '../limits/counters.ts';
import { ENDS_EARLIER_LINKS } from '../link-floor.ts';
import { requestKey, takeTry, useCode } from '../passwords/code-writes.ts';
import { requestUpdate } from '../passwords/request-items.ts';
import { batchGet } from '../reads.ts';

const READ = [
  ...new Set([...SIGN_IN_ATTRIBUTES, ...ATTEMPT_ATTRIBUTES, ...CODE_REQUEST_ATTRIBUTES]),
];

/** Codes that were mailed; it never reads the hash of a password. */
export class DynamoDBEmailLoginStore implements EmailLoginStore {
  readonly #client: Documents;
  readonly #table: string;

  constructor(client: Documents, table: string) {
    this.#client = client;
    this.#table = table;
  }

  async requestCode({ email, event, tries }: NewLoginRequest): Promise<string> {
    const key = requestKey(email);
    const request_name = nameOfRequest(event.id);
    const item = { email, event, request_name, tries_left: tries };
    const update = requestUpdate(this.#table, key, item);
    const { written, item: found } = await updateAndSee(this.#client, {
      ...update,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return written ? event.id : (found?.event.id ?? event.id);
  }

  async tryCode(
    given: CodeTry,
    counters: readonly WindowCounter[],
    arrivedAt: Date,
  ): Promise<TriedCode> {
    const { email } = given;
    const keys = [requestKey(email), credentialKey(email), ...counters.map(counterKey)];
    const [refused, items] = await Promise.all([
      writeAndSee(this.#client, [
        ...refuse('locked', notLocked(this.#table, counters, arrivedAt)),
        { write: takeTry(this.#table, given), refusal: 'none-left' },
      ]),
      batchGet(this.#client, this.#table, keys, READ),
    ]);
    const isTaken = refused === undefined || refused.item?.tried_by === given.id;
    // Whether before the try or after it: what it says of its request stays.
    const request = items.find((each) => each.request_name === given.request);
    const credential = items.find(({ sk }) => sortKeyParts('credential', sk));
    return {
      ...(isTaken &&
        request && { request: { id: request.event.id, at: new Date(request.event.at) } }),
      isLocked: refused?.refusal === 'locked',
      ...(credential && { credential: toLoginCredential(credential) }),
      watched: toWatched(counters, items),
    };
  }

  async claimAddress(claim: AddressClaim): Promise<'claimed' | 'code_used' | 'stale'> {
    return (await write(this.#client, claimWrites(this.#table, claim))) ?? 'claimed';
  }
}

function claimWrites(
  table: string,
  { credential, code, event }: AddressClaim,
): ConditionalWrite<'code_used' | 'stale'>[] {
  const { email, userId, credentialVersion } = credential;
  return [
    { write: useCode(table, code), refusal: 'code_used' },
    ...refuse('stale', [
      update(table, {
        key: credentialKey(email),
        set: { is_verified: true },
        copy: ENDS_EARLIER_LINKS,
        add: { credential_version: 1, token_version: 1 },
        remove: ['password_hash'],
        equals: {
          ...{ user_id: userId, credential_version: credentialVersion },
          ...{ is_active: true, is_verified: false },
        },
      }),
      update(table, {
        key: profileKey(userId),
        set: { updated_at: event.at, event, is_verified: true, passwordless: true },
        copy: ENDS_EARLIER_LINKS,
        add: { version: 1, token_version: 1 },
        remove: ['surviving_token'],
        equals: { email },
      }),
    ]),
  ];
}
