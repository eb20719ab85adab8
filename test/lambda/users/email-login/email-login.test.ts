import { beforeEach, describe, expect, test } from '@jest/globals';
import { confirmLogin } from '../../../../lambda/users/email-login/confirm-login.ts';
import { login } from '../../../../lambda/users/login/login.ts';
import { CODE_LIFETIME, CODE_TRIES } from '../../../../lib/contract/email-login.ts';
import { BRUTE_FORCE_DEFAULTS } from '../../../../lib/contract/limits.ts';
import { issueClaims, issuedBy, ORIGIN, required, SENDER } from '../../../support/domain/domain.ts';
import { emailAttempts, TestKeys } from '../../../support/domain/keys.ts';
import { Mailing } from '../../../support/domain/mailing.ts';
import { PASSWORD } from '../../../support/passwords.ts';

const EMAIL = 'ada@example.com';
const BAD_CODE = { code: 'LOGIN_BAD_CODE' };

/** A code of as many digits that is another one. */
const other = (code: string) => code.replace(/^\d/, (digit) => `${(Number(digit) + 1) % 10}`);

describe('a login with a code by mail', () => {
  let domain: Mailing;

  beforeEach(() => {
    domain = new Mailing();
  });

  test('takes a write to be limited and one to begin, and a try and one write to end', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const attempt = await domain.ask();
    expect(domain.store.calls).toEqual(['count', 'requestCode']);
    const code = await domain.code();
    domain.forget();
    const { userId } = issuedBy(await domain.give(attempt, code));
    expect(domain.store.calls).toEqual(['tryCode', 'recordLogin']);
    expect(userId).toBe((await domain.credential(EMAIL)).userId);
  });

  test('begins by the same work for an address without a user, to which nothing is mailed', async () => {
    await domain.ask('nobody@example.com');
    expect(domain.store.calls).toEqual(['count', 'requestCode']);
    expect(await domain.mailed('nobody@example.com')).toBeUndefined();
  });

  test('is mailed to nobody who is inactive', async () => {
    await domain.user(EMAIL, { is_active: false, is_verified: true });
    const attempt = await domain.ask();
    expect(await domain.mailed()).toBeUndefined();
    const [request] = domain.store.events.slice(-1);
    const { code } = await domain.emailCodes.issue({ email: EMAIL, id: required(request).id });
    await expect(domain.give(attempt, code)).rejects.toMatchObject(BAD_CODE);
  });

  test('mails eight digits to type and a longer token for a link, with their end, and the same again', async () => {
    await domain.user(EMAIL);
    await domain.ask();
    const { detail } = required(await domain.mailed());
    expect(detail).toMatchObject({
      code: expect.stringMatching(/^\d{8}$/),
      token: expect.stringMatching(/^[\w-]{43}$/),
      expires_at: new Date(domain.clock.now().getTime() + CODE_LIFETIME * 1000).toISOString(),
      user: { email: EMAIL },
      actor: { id: null, by: 'user' },
      ...{ ip: SENDER.ip, user_agent: SENDER.user_agent },
    });
    expect((await domain.mailed())?.detail).toEqual(detail);
  });

  test.each(['code', 'token'] as const)('takes the %s, in groups too', async (form) => {
    await domain.user(EMAIL, { is_verified: true });
    const attempt = await domain.ask();
    const { detail } = required(await domain.mailed());
    const text = required(detail[form]);
    const grouped = ` ${text.slice(0, 4)} ${text.slice(4)}\n`;
    issuedBy(await domain.give(attempt, grouped));
  });

  test('says that mail proved it, which is one factor', async () => {
    const proofs: unknown[] = [];
    await domain.user(EMAIL, { is_verified: true });
    const attempt = await domain.ask();
    const issue: Mailing['issue'] = async (login) => issueClaims(login);
    const recording = Object.assign(domain, {
      issue: async (
        ...[login, _, proof]: Parameters<typeof confirmLogin>[0]['issue'] extends (
          ...given: infer Given
        ) => unknown
          ? Given
          : never
      ) => {
        proofs.push(proof);
        return issue(login);
      },
    });
    await recording.give(attempt, await domain.code());
    expect(proofs).toEqual([{ authTime: domain.clock.now().getTime() / 1000, amr: ['email'] }]);
  });

  test('takes a code once', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const attempt = await domain.ask();
    const code = await domain.code();
    await domain.give(attempt, code);
    await expect(domain.give(attempt, code)).rejects.toMatchObject(BAD_CODE);
  });

  test('takes a code until it expires', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const attempt = await domain.ask();
    const code = await domain.code();
    domain.clock.advance(CODE_LIFETIME);
    await expect(domain.give(attempt, code)).rejects.toMatchObject(BAD_CODE);
  });

  test('refuses a right code after five wrong ones, and takes it after four', async () => {
    for (const [wrong, email] of [
      [CODE_TRIES, 'five@example.com'],
      [CODE_TRIES - 1, 'four@example.com'],
    ] as const) {
      await domain.user(email, { is_verified: true });
      const attempt = await domain.ask(email);
      const code = await domain.code(email);
      for (let n = 0; n < wrong; n++) {
        await expect(domain.give(attempt, other(code))).rejects.toMatchObject(BAD_CODE);
      }
      const last = domain.give(attempt, code);
      if (wrong === CODE_TRIES) await expect(last).rejects.toMatchObject(BAD_CODE);
      else issuedBy(await last);
    }
  });

  test('compares five codes of a hundred at once, whether they are right or wrong', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const attempt = await domain.ask();
    const code = await domain.code();
    const compared: string[] = [];
    const emailCodes = {
      isCodeOf(...given: Parameters<Mailing['emailCodes']['isCodeOf']>) {
        compared.push(given[0].id);
        return domain.emailCodes.isCodeOf(...given);
      },
    };
    const bruteForce = undefined;
    const give = (text: string) =>
      confirmLogin(
        { ...domain, emailCodes, bruteForce },
        { attemptToken: attempt, code: text, origin: ORIGIN, arrivedAt: domain.clock.now() },
      );
    const burst = Array.from({ length: 100 }, (_, n) => give(n < 50 ? other(code) : code));
    const outcomes = await Promise.allSettled(burst);
    // What has no try left is compared with a code of its own.
    const withRequest = compared.filter((id) => compared.indexOf(id) !== compared.lastIndexOf(id));
    expect({ all: compared.length, withRequest: withRequest.length }).toEqual({
      all: 100,
      withRequest: CODE_TRIES,
    });
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toEqual([]);
  });

  test.each([
    ['no attempt', async () => undefined],
    ['an attempt for another address', () => domain.ask('bob@example.com')],
    ['something that is no attempt', async () => 'no.token.at-all'],
    [
      'an attempt at another backend',
      async () => {
        const attempts = emailAttempts(domain.clock, new TestKeys(), 'cookie');
        return (await attempts.issue({ email: EMAIL, request: 'x' })).token;
      },
    ],
  ])('takes no code with %s', async (_, attemptOf) => {
    await domain.user(EMAIL, { is_verified: true });
    await domain.ask();
    const code = await domain.code();
    await expect(domain.give(await attemptOf(), code)).rejects.toMatchObject(BAD_CODE);
  });

  test('takes the code of a newer request only with the attempt that began it', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const first = await domain.ask();
    const voided = await domain.code();
    domain.clock.advance(60);
    const second = await domain.ask();
    const code = await domain.code();
    for (const [attempt, given] of [
      [first, voided],
      [first, code],
      [second, voided],
    ] as const) {
      await expect(domain.give(attempt, given)).rejects.toMatchObject(BAD_CODE);
    }
    issuedBy(await domain.give(second, code));
  });

  test('goes on with the code that was mailed, where another request came too soon to be mailed', async () => {
    await domain.user(EMAIL, { is_verified: true });
    await domain.ask();
    const code = await domain.code();
    domain.clock.advance(30);
    const again = await domain.ask();
    expect(domain.store.events).toHaveLength(1);
    issuedBy(await domain.give(again, code));
  });

  test('tells in no attempt when the request was made that it goes on with', async () => {
    await domain.ask();
    const { id } = required(domain.store.events.at(-1));
    const [, payload = ''] = (await domain.ask()).split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
    expect(Object.keys(claims).sort()).toEqual(['aud', 'email', 'exp', 'request']);
    expect(JSON.stringify(claims)).not.toContain(id);
  });

  describe('is limited for the network address', () => {
    const limit = 100;

    test('that asks for codes, whatever the addresses are', async () => {
      for (let n = 0; n < limit; n++) await domain.ask(`user${n}@example.com`);
      await expect(domain.ask('one-more@example.com')).rejects.toMatchObject({
        code: 'TOO_MANY_REQUESTS',
        retryAfter: 900,
      });
      await domain.ask('one-more@example.com', { ...SENDER, ip: '198.51.100.7' });
    });

    test('that gives wrong codes, and the right one then', async () => {
      await domain.user(EMAIL, { is_verified: true });
      const attempt = await domain.ask();
      const code = await domain.code();
      for (let n = 0; n < limit; n++) {
        await expect(domain.give('no attempt', code)).rejects.toMatchObject(BAD_CODE);
      }
      const tooMany = { code: 'TOO_MANY_REQUESTS' };
      await expect(domain.give(attempt, other(code))).rejects.toMatchObject(tooMany);
      await expect(domain.give(attempt, code)).rejects.toMatchObject(tooMany);
      const origin = { ...ORIGIN, ip: '198.51.100.7' };
      issuedBy(await domain.give(attempt, code, { origin }));
    });
  });

  test('keeps all its tries, whatever an address gives that is locked for wrong codes', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const attempt = await domain.ask();
    const code = await domain.code();
    const bruteForce = { ...BRUTE_FORCE_DEFAULTS, failuresPerAddress: 1 };
    const stranger = { ...ORIGIN, ip: '198.51.100.7' };
    const give = (
      text: string,
      origin: typeof ORIGIN,
      attemptToken: string | undefined = attempt,
    ) =>
      confirmLogin(
        { ...domain, bruteForce },
        { attemptToken, code: text, origin, arrivedAt: domain.clock.now() },
      );
    await expect(give(code, stranger, 'no attempt')).rejects.toMatchObject(BAD_CODE);
    for (let n = 0; n < CODE_TRIES + 1; n++) {
      await expect(give(other(code), stranger)).rejects.toMatchObject({
        code: 'TOO_MANY_REQUESTS',
      });
    }
    issuedBy(await give(code, ORIGIN));
  });

  test('lets an owner in whose name is locked for wrong passwords', async () => {
    await domain.user(EMAIL, { is_verified: true });
    const byPassword = (password: string) => {
      const arrivedAt = domain.clock.now();
      return login(domain, { username: EMAIL, password, origin: ORIGIN, arrivedAt });
    };
    for (let n = 0; n < 5; n++) await byPassword('wrong').catch(() => {});
    await expect(byPassword(PASSWORD)).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    const attempt = await domain.ask();
    issuedBy(await domain.give(attempt, await domain.code()));
  });
});
