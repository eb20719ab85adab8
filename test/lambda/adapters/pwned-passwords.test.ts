import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { PwnedPasswords } from '../../../lambda/adapters/pwned-passwords.ts';
import { COMPOSED } from '../../support/passwords.ts';
import {
  BAD_PREFIX,
  LINE_BREAK,
  PADDING,
  PATH,
  RANGE,
  WITHOUT_USER_AGENT,
} from '../../support/pwned-passwords/published.ts';
import { type Misbehaviour, PwnedPasswordsService } from '../../support/pwned-passwords/service.ts';

const PASSWORD = 'correct horse battery';

let service: PwnedPasswordsService;

beforeAll(async () => {
  service = await PwnedPasswordsService.start();
});
beforeEach(() => service.reset());
afterAll(() => service?.stop());

/** Padding aside. */
const linesOf = (body: string) =>
  body.split(LINE_BREAK).filter((line) => !line.endsWith(`:${PADDING.count}`));

describe('the service of the tests answers as the real one is published to', () => {
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${service.url}${path}`, { headers });

  test.each([RANGE.prefix, RANGE.prefix.toLowerCase()])(
    'with the lines of the range %s, whatever the case of the prefix',
    async (prefix) => {
      const answer = await get(`/range/${prefix}`);
      expect(answer.status).toBe(200);
      expect((await answer.text()).split(LINE_BREAK)).toEqual(RANGE.lines);
    },
  );

  test('and with padding in 800 to 1,000 lines, those of padding behind and with a count of 0', async () => {
    const body = await (await get('/range/21BD1', { [PADDING.header]: PADDING.value })).text();
    const lines = body.split(LINE_BREAK);
    expect(lines.length).toBeGreaterThanOrEqual(PADDING.least);
    expect(lines.length).toBeLessThanOrEqual(PADDING.most);
    expect(linesOf(body)).toEqual(RANGE.lines);
    expect(lines.slice(0, RANGE.lines.length)).toEqual(RANGE.lines);
    for (const line of lines) expect(line).toMatch(/^[0-9A-F]{35}:\d+$/);
  });

  test.each(['/range/21BD', '/range/21BD12', '/range/21BDG', '/'])(
    'and refuses %s, which is no prefix',
    async (path) => {
      const { status, body } = BAD_PREFIX;
      const answer = await get(path);
      expect({ status: answer.status, body: await answer.text() }).toEqual({ status, body });
    },
  );
});

describe('Have I Been Pwned', () => {
  const pwned = (timeoutMs = 5_000) => new PwnedPasswords({ url: service.url, timeoutMs });

  test.each(Object.entries(RANGE.passwords))(
    'knows how often %s was found: %d times',
    async (password, count) => {
      const hash = createHash('sha1').update(password).digest('hex').toUpperCase();
      expect(hash.slice(0, 5)).toBe(RANGE.prefix);
      expect(await pwned().occurrences(password)).toBe(count);
    },
  );

  test('knows nothing of a password that was in no breach, among others of its range', async () => {
    expect(await pwned().occurrences(PASSWORD)).toBe(0);
  });

  test('is told five characters of a SHA-1, and nothing else of the password or its owner', async () => {
    await pwned().occurrences('P@ssw0rd');
    const [{ headers, ...request } = { headers: {} }, ...others] = service.requests;
    expect(others).toEqual([]);
    expect(request).toEqual({ method: 'GET', url: '/range/21BD1', body: '' });
    expect(request).toMatchObject({ url: expect.stringMatching(PATH) });
    expect(headers).toEqual({
      host: new URL(service.url).host,
      'user-agent': 'cdk-users-api',
      'add-padding': 'true',
      connection: 'close',
    });
  });

  test('hides the range by padding, which is no password', async () => {
    service.padWith(PASSWORD);
    expect(await pwned().occurrences(PASSWORD)).toBe(0);
    const [lines] = service.lines;
    expect(lines).toBeGreaterThanOrEqual(PADDING.least);
  });

  test('finds a password whatever its characters, by their UTF-8', async () => {
    service.know(`${COMPOSED} 🦊`, 7);
    expect(await pwned().occurrences(`${COMPOSED} 🦊`)).toBe(7);
  });

  test.each<[string, Misbehaviour, string]>([
    ['is down', { status: 503 }, 'answered 503'],
    ['knows no program without a name', { status: WITHOUT_USER_AGENT }, 'answered 403'],
    [
      'sends elsewhere',
      { status: 301, headers: { location: 'http://127.0.0.1/' } },
      'answered 301',
    ],
    ['answers with a page', { body: '<html>Log in to this network</html>' }, 'something else'],
    ['answers with nothing', { body: '' }, 'something else'],
    ['answers with other hashes', { body: `${'A'.repeat(27)}:1` }, 'something else'],
    ['answers without counts', { body: 'A'.repeat(35) }, 'something else'],
    ['breaks off', { headers: { 'content-length': '1000' }, body: 'A' }, 'aborted'],
    ['never stops', { body: `${'A'.repeat(35)}:1\r\n`.repeat(30_000) }, 'more than 1048576 bytes'],
  ])('can not be relied on where it %s', async (_, misbehaviour, error) => {
    service.misbehaviour = misbehaviour;
    await expect(pwned().occurrences(PASSWORD)).rejects.toThrow(error);
  });

  test('is waited for no longer than the timeout', async () => {
    service.misbehaviour = 'silent';
    await expect(pwned(100).occurrences(PASSWORD)).rejects.toThrow(
      `${service.url} didn't answer within 100 ms`,
    );
  });

  test('fails where nobody listens', async () => {
    const gone = await PwnedPasswordsService.start();
    const { url } = gone;
    await gone.stop();
    const nobody = new PwnedPasswords({ url, timeoutMs: 5_000 });
    await expect(nobody.occurrences(PASSWORD)).rejects.toThrow('ECONNREFUSED');
  });
});
