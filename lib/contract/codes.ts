/** Codes of second factors: what it takes to compare one, to count a wrong one and to use a right one. */
import { may, type TableAccess } from './action.ts';
import { KEYS } from './attributes.ts';
import { STEP_ATTRIBUTES } from './factor-attributes.ts';
import { only, type Text } from './features.ts';
import type { ItemName } from './items.ts';
import { COUNT_ATTRIBUTES, NOTICE_ATTRIBUTES } from './limits.ts';

/** To read what a code is compared with, and the counter of wrong ones: in one read, which asks for nothing else. */
export const comparesCode = (
  items: readonly ItemName[],
  attributes: readonly string[],
): TableAccess =>
  may('BatchGetItem', [...items, 'mfa-attempts'], { attributes, onlyWith: 'mfa', apart: true });

/** Counted whatever `bruteForce` says: six digits can be guessed by anyone who may go on trying. */
export const COUNTS_CODES = {
  refuses: [only('mfa', 'TOO_MANY_REQUESTS')],
  table: [
    may('UpdateItem', 'mfa-attempts', {
      attributes: COUNT_ATTRIBUTES,
      returns: true,
      onlyWith: 'mfa',
    }),
    may('PutItem', 'lockout-notice', { attributes: NOTICE_ATTRIBUTES, onlyWith: 'mfa' }),
    may('ConditionCheckItem', 'mfa-attempts', { onlyWith: 'mfa' }),
  ],
} as const satisfies { readonly refuses: readonly Text[]; readonly table: readonly TableAccess[] };

/** To see which recovery codes are left. */
export const READ_RECOVERY_CODES = may('Query', 'recovery-code', {
  attributes: KEYS,
  onlyWith: 'mfa',
});

/** To use up a code that was right when others came first. */
export const USES_CODE = may('UpdateItem', 'totp', {
  attributes: STEP_ATTRIBUTES,
  onlyWith: 'mfa',
});
