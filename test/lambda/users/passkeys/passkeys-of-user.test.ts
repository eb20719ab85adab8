import { beforeEach, describe, expect, test } from '@jest/globals';
import { linkEvent } from '../../../../lambda/users/oauth/account-link.ts';
import { unlinkAccount } from '../../../../lambda/users/oauth/unlink-account.ts';
import { addPasskey } from '../../../../lambda/users/passkeys/add-passkey.ts';
import { listPasskeys } from '../../../../lambda/users/passkeys/list-passkeys.ts';
import { creationOptions } from '../../../../lambda/users/passkeys/options.ts';
import {
  removeMyPasskey,
  removePasskey,
} from '../../../../lambda/users/passkeys/remove-passkey.ts';
import { renamePasskey } from '../../../../lambda/users/passkeys/rename-passkey.ts';
import { Domain, SENDER, SUPERUSER, withCalls } from '../../../support/domain/domain.ts';
import { PASSKEY_SETTINGS, PasskeyDomain } from '../../../support/passkeys/passkey-domain.ts';
import { SoftwareAuthenticator } from '../../../support/passkeys/software-authenticator.ts';

const EMAIL = 'ada@example.com';
const ACCOUNT = { client: 'acme', issuer: 'https://acme.example', subject: '1' };
const NOT_FOUND = { code: 'NOT_FOUND' };
const LAST = { code: 'LAST_CREDENTIAL' };
const FROM = { ip: SENDER.ip, user_agent: SENDER.user_agent };
const INVALID = { code: 'PASSKEY_INVALID' };

describe('passkeys of a user', () => {
  let domain: Domain;
  let passkeys: PasskeyDomain;

  beforeEach(() => {
    domain = new Domain();
    passkeys = new PasskeyDomain(domain);
  });

  const listed = async (userId: string) =>
    listPasskeys({ passkeys: domain.store }, { profile: await domain.profile(userId) });
  const remove = async (userId: string, id: string) =>
    removeMyPasskey(passkeys.adding, {
      ...{ profile: await domain.profile(userId), id, sender: SENDER },
    });

  describe('are asked for', () => {
    test('with options that browsers take, and without a write', async () => {
      const { userId, passkey } = await passkeys.enrolled(EMAIL);
      const profile = await domain.profile(userId);
      domain.forget();
      const begun = await creationOptions(passkeys.adding, { profile, conditional: false });
      expect(domain.store.calls).toEqual(['passkeysOf']);
      expect(begun).toEqual({
        options: {
          challenge: expect.stringMatching(/^[\w-]{43}$/),
          rp: { id: 'example.com', name: 'Example' },
          user: { id: btoa(userId), name: EMAIL, displayName: EMAIL },
          pubKeyCredParams: [-8, -7, -257].map((alg) => ({ type: 'public-key', alg })),
          timeout: 300_000,
          excludeCredentials: [
            { type: 'public-key', id: passkey.id, transports: ['internal', 'hybrid'] },
          ],
          authenticatorSelection: {
            residentKey: 'required',
            requireResidentKey: true,
            userVerification: 'preferred',
          },
          attestation: 'none',
        },
        challenge_token: expect.any(String),
      });
    });

    test('without a PIN where the browser makes one by itself', async () => {
      const strict = new PasskeyDomain(domain, {
        ...PASSKEY_SETTINGS,
        userVerification: 'required',
      });
      const profile = await domain.user(EMAIL, { is_verified: true });
      const verification = async (conditional: boolean) => {
        const { options } = await creationOptions(strict.adding, { profile, conditional });
        return options.authenticatorSelection.userVerification;
      };
      expect([await verification(false), await verification(true)]).toEqual([
        ...['required', 'preferred'],
      ]);
    });
  });

  describe('are added', () => {
    test('with an event, under the name of the product or another', async () => {
      const { user } = await domain.user(EMAIL, { is_verified: true });
      const authenticator = new SoftwareAuthenticator();
      const aaguid = 'bada5566-a7aa-401f-bd96-45619a55120d';
      const passkey = await passkeys.add(authenticator, user.id, { aaguid });
      expect(passkey.name).toBe('1Password');
      expect(domain.store.events).toMatchObject([
        {
          type: 'after-passkey-add',
          actor: { id: user.id, by: 'user' },
          ...FROM,
          passkey: { id: passkey.id, name: '1Password', authenticator: '1Password', synced: true },
        },
      ]);
      expect((await passkeys.add(authenticator, user.id)).name).toBe('Passkey');
    });

    test('for the user and the login that asked, within five minutes', async () => {
      const { user } = await domain.user(EMAIL, { is_verified: true });
      const other = await domain.user('bob@example.com', { is_verified: true });
      const profile = await domain.profile(user.id);
      const begun = await creationOptions(passkeys.adding, { profile, conditional: false });
      const challengeToken = begun.challenge_token;
      const credential = new SoftwareAuthenticator().create(begun.options);
      const add = (by: typeof profile) =>
        addPasskey(passkeys.adding, { profile: by, challengeToken, credential, sender: SENDER });
      await expect(add(other)).rejects.toMatchObject(INVALID);
      await expect(add({ ...profile, tokenVersion: 2 })).rejects.toMatchObject(INVALID);
      domain.clock.advance(301);
      await expect(add(profile)).rejects.toMatchObject(INVALID);
      expect(await listed(user.id)).toEqual([]);
    });

    test('as many as 20, whichever come first', async () => {
      const { user } = await domain.user(EMAIL, { is_verified: true });
      const made = Array.from({ length: 30 }, async () => {
        const profile = await domain.profile(user.id);
        const begun = await creationOptions(passkeys.adding, { profile, conditional: false });
        return { begun, credential: new SoftwareAuthenticator().create(begun.options) };
      });
      const outcomes: string[] = [];
      for (const { begun, credential } of await Promise.all(made)) {
        const given = { challengeToken: begun.challenge_token, credential };
        const profile = await domain.profile(user.id);
        const added = addPasskey(passkeys.adding, { profile, ...given, sender: SENDER });
        outcomes.push(
          await added.then(
            () => 'added',
            ({ code }) => code,
          ),
        );
      }
      expect(outcomes.filter((outcome) => outcome === 'added')).toHaveLength(20);
      expect(outcomes.filter((outcome) => outcome === 'PASSKEY_LIMIT')).toHaveLength(10);
    });

    test('only while the address of the user is verified', async () => {
      const { user } = await domain.user(EMAIL);
      const adding = passkeys.add(new SoftwareAuthenticator(), user.id);
      await expect(adding).rejects.toMatchObject({ code: 'USER_NOT_VERIFIED' });
      expect(await listed(user.id)).toEqual([]);
    });

    test('only while the user stays signed in', async () => {
      const { user } = await domain.user(EMAIL, { is_verified: true });
      const late = withCalls(domain.store, {
        addPasskey: async (addition) => {
          await domain.deactivate(await domain.profile(user.id));
          return domain.store.addPasskey(addition);
        },
      });
      const racing = new PasskeyDomain(domain, PASSKEY_SETTINGS, late);
      await expect(racing.add(new SoftwareAuthenticator(), user.id)).rejects.toMatchObject({
        code: 'UNAUTHORIZED',
      });
    });
  });

  test('are listed oldest first, and renamed', async () => {
    const { userId, authenticator, passkey } = await passkeys.enrolled(EMAIL);
    domain.clock.advance(60);
    const second = await passkeys.add(authenticator, userId);
    expect((await listed(userId)).map(({ id }) => id)).toEqual([passkey.id, second.id]);
    const profile = await domain.profile(userId);
    const named = (id: string) =>
      renamePasskey({ passkeys: domain.store }, { profile, id, name: 'Phone' });
    expect(await named(second.id)).toMatchObject({ id: second.id, name: 'Phone' });
    await expect(named('other')).rejects.toMatchObject(NOT_FOUND);
  });

  describe('are removed', () => {
    test('with an event', async () => {
      const { userId, passkey } = await passkeys.enrolled(EMAIL);
      await remove(userId, passkey.id);
      expect(await listed(userId)).toEqual([]);
      expect(domain.store.events).toMatchObject([
        {
          type: 'after-passkey-delete',
          actor: { id: userId, by: 'user' },
          ...FROM,
          passkey: { id: passkey.id },
        },
      ]);
      await expect(remove(userId, passkey.id)).rejects.toMatchObject(NOT_FOUND);
    });

    test('by a superuser, who is named', async () => {
      const { userId, passkey } = await passkeys.enrolled(EMAIL);
      const profile = await domain.profile(userId);
      const given = { profile, id: passkey.id, actor: SUPERUSER, sender: SENDER };
      await removePasskey(passkeys.adding, given);
      expect(domain.store.events).toMatchObject([{ actor: SUPERUSER, ...FROM }]);
    });

    /** A user without a password who has a passkey. */
    async function withoutPassword() {
      const { user } = await domain.removePassword(await domain.user(EMAIL, { is_verified: true }));
      const authenticator = new SoftwareAuthenticator();
      const passkey = await passkeys.add(authenticator, user.id);
      return { userId: user.id, authenticator, passkey };
    }

    test('never the last way in of a user without a password, by a superuser neither', async () => {
      const { userId, authenticator, passkey } = await withoutPassword();
      await expect(remove(userId, passkey.id)).rejects.toMatchObject(LAST);
      const profile = await domain.profile(userId);
      const asked = { profile, id: passkey.id, actor: SUPERUSER };
      await expect(removePasskey(passkeys.adding, asked)).rejects.toMatchObject(LAST);
      await passkeys.add(authenticator, userId);
      await remove(userId, passkey.id);
      expect(await listed(userId)).toHaveLength(1);
    });

    test('leaving one of two that are removed at the same time', async () => {
      const { userId, authenticator, passkey } = await withoutPassword();
      const second = await passkeys.add(authenticator, userId);
      const removals = [passkey.id, second.id].map((id) => remove(userId, id));
      const outcomes = await Promise.allSettled(removals);
      expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
      expect(await listed(userId)).toHaveLength(1);
    });

    test('as long as an account at a provider is left, and the account as long as a passkey is', async () => {
      const { userId, passkey } = await withoutPassword();
      const before = await domain.profile(userId);
      const actor = { id: userId, by: 'user' } as const;
      await domain.store.link({
        account: ACCOUNT,
        before,
        event: linkEvent(domain, ACCOUNT, actor),
      });
      const unlink = async () =>
        unlinkAccount(
          { ...domain, accounts: domain.store },
          { profile: await domain.profile(userId), ...ACCOUNT, actor },
        );
      await unlink();
      const profile = await domain.profile(userId);
      await domain.store.link({
        ...{ account: ACCOUNT, before: profile, event: linkEvent(domain, ACCOUNT, actor) },
      });
      await remove(userId, passkey.id);
      await expect(unlink()).rejects.toMatchObject(LAST);
    });
  });
});
