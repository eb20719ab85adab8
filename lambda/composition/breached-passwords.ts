import type { BreachedPasswordsSettings } from '../../lib/contract/passwords.ts';
import { THIS_MACHINE } from '../../lib/contract/this-machine.ts';
import { PwnedPasswords } from '../adapters/pwned-passwords.ts';
import { describeError } from '../describe-error.ts';
import { type BreachedPasswords, failingOpen } from '../users/passwords/breached-passwords.ts';
import type { Runtime } from './runtime.ts';

/**
 * Who knows passwords of data breaches, if anyone is asked. Outside of AWS that is no service elsewhere: a run on one
 * machine answers the same with and without a network, and tests tell nobody of their passwords.
 *
 * @param count is called for each password that is taken without an answer
 */
export function breachedPasswords(
  settings: BreachedPasswordsSettings | undefined,
  { isInAws }: Pick<Runtime, 'isInAws'>,
  count: () => void = () => {},
): BreachedPasswords | undefined {
  if (settings === undefined) return undefined;
  if (!isInAws && !THIS_MACHINE.includes(new URL(settings.url).hostname)) return undefined;
  return failingOpen(new PwnedPasswords(settings), (error) => {
    const message = 'a new password was not looked up among breached ones';
    console.warn({ message, error: describeError(error) });
    count();
  });
}
