/** The kinds of items that passkeys have; `items.ts` puts all kinds together. */
export const PASSKEY_ITEMS = {
  /**
   * An id has up to 1,023 bytes, which no sort key could hold in base64url, so the key has a hash of it. A login brings the
   * user's id with the passkey's, so passkey and profile are one read.
   */
  passkey: {
    pk: 'PASSKEY#{user}',
    sk: 'PASSKEY#{passkey}',
    holds:
      '`user_id`, `credential_id`, `label`, `public_key`, `sign_count`, `aaguid`, `transports`, `backup_eligible`, `backed_up`, `created_at`, `last_used_at`',
    until: 'it is removed, or the user is deleted',
    ofUser: 'partition',
    exportedAs: 'passkeys',
    onlyWith: 'passkeys',
  },
  /** A challenge that a passkey has signed: it is good once. */
  'passkey-use': {
    pk: 'PASSKEY-USE#{challenge}',
    sk: 'USED',
    holds: 'nothing more: the challenge was used',
    until: 'its token would have expired, five minutes after it was made',
    ofUser: 'nobody',
  },
} as const;
