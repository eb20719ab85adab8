import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { CODE_TRIES } from '../../../../lib/contract/email-login.ts';
import { ORIGIN, required, SENDER } from '../../../support/domain/domain.ts';
import { Mailing } from '../../../support/domain/mailing.ts';

const EMAIL = 'ada@example.com';
const MINUTE = 60;
const DAY = 86_400;

/** The most within any hour. */
function busiestHour(times: readonly number[]): number {
  const within = (end: number) => times.filter((at) => at > end - 3_600_000 && at <= end).length;
  return Math.max(...times.map(within));
}

test('the page on codes by mail says how many can be tried in an hour and a day, and for how many mails', async () => {
  const domain = new Mailing();
  let compared: string[] = [];
  const isCodeOf = async ({ id }: { readonly id: string }) => {
    compared.push(id);
    return false;
  };
  Object.assign(domain.emailCodes, { isCodeOf });
  await domain.user(EMAIL, { is_verified: true });
  const begun = domain.clock.now().getTime();
  const guessed: number[] = [];
  for (let minute = 0; minute < DAY / MINUTE; minute++) {
    // From another address each time, so that nothing but the address of the user limits it.
    const ip = `198.51.${minute % 256}.${Math.floor(minute / 256)}`;
    const attempt = await domain.ask(EMAIL, { ...SENDER, ip });
    compared = [];
    for (let guess = 0; guess < CODE_TRIES + 1; guess++) {
      await domain.give(attempt, '00000000', { origin: { ...ORIGIN, ip } }).catch(() => {});
    }
    const now = domain.clock.now().getTime();
    // What has no try left is compared with a code of its own.
    const tried = compared.filter((id) => compared.indexOf(id) !== compared.lastIndexOf(id));
    guessed.push(...tried.map(() => now));
    domain.clock.advance(MINUTE);
  }
  const mails = domain.store.events
    .filter(({ type, at }) => type === 'after-request-login' && Date.parse(at) >= begun)
    .map(({ at }) => Date.parse(at));
  const page = readFileSync('docs/email-login.md', 'utf8').replace(/\s+/g, ' ');
  const said =
    /can try (\d+) of 100,000,000 in any hour and (\d+) in a day, and the owner gets (\d+) mails an hour/;
  const most = [busiestHour(guessed), guessed.length, busiestHour(mails)];
  expect(most).toEqual([30, 720, 6]);
  expect(required(said.exec(page) ?? undefined).slice(1)).toEqual(most.map(String));
});
