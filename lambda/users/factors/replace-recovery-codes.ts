import type { Randomness } from '../ids.ts';
import { type ChangeByCodeDeps, type ChangeByCodeInput, changeByCode } from './change-by-code.ts';
import { ownEvent } from './factor-event.ts';
import { hashedRecoveryCodes, newRecoveryCodes, RECOVERY_CODES } from './recovery-codes.ts';

/**
 * Users get new recovery codes; those of before are void.
 *
 * @returns the codes, which are shown once
 * @throws UsersError as `changeByCode`
 */
export async function replaceRecoveryCodes(
  deps: ChangeByCodeDeps & { readonly randomness: Randomness },
  input: ChangeByCodeInput,
): Promise<readonly string[]> {
  return changeByCode<readonly string[]>(deps, input, async (changed) => {
    const codes = newRecoveryCodes(deps.randomness);
    const happened = {
      type: 'after-mfa-enable',
      method: 'recovery_code',
      codes_left: RECOVERY_CODES,
    } as const;
    const outcome = await deps.factors.replaceRecoveryCodes({
      ...changed,
      replacedBy: hashedRecoveryCodes(changed.given.secret, codes),
      event: ownEvent(deps, changed.before, input.sender, happened),
    });
    return outcome === 'replaced' ? codes : { refused: outcome };
  });
}
