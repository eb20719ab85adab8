import { type ChangeByCodeDeps, type ChangeByCodeInput, changeByCode } from './change-by-code.ts';
import { ownEvent } from './factor-event.ts';

/**
 * Users remove their authenticator app, and the recovery codes with it.
 *
 * @throws UsersError as `changeByCode`
 */
export async function deleteMyTotp(
  deps: ChangeByCodeDeps,
  input: ChangeByCodeInput,
): Promise<void> {
  await changeByCode(deps, input, async (changed) => {
    const happened = { type: 'after-mfa-disable', method: 'totp' } as const;
    const event = ownEvent(deps, changed.before, input.sender, happened);
    const outcome = await deps.factors.removeFactors({ ...changed, event });
    return outcome === 'removed' ? outcome : { refused: outcome };
  });
}
