/** Names that are locked: that it is told, and how superusers end it. */
import { del } from './action.ts';
import { superuser } from './callers.ts';
import { only } from './features.ts';
import { bruteForce, LIFT_LOCKOUT } from './limits.ts';
import type { Manifest } from './manifest.ts';
import { noContent } from './success.ts';

export const deleteLockout = superuser(
  'delete-lockout',
  del('/{id}/lockout', {
    gives: noContent([
      'no wrong password for the address of the user counts any more',
      only('mfa', 'nor any wrong code of theirs'),
    ]),
  }),
  'Let a user sign in again at once, after too many wrong passwords or codes.',
  // Of themselves too: a thief of their login could go on guessing the password by it, which is why that is no proof here.
  {
    freshProof: 'recent-login',
    onlyWith: 'lockouts',
    table: LIFT_LOCKOUT,
  },
);

export const LIMITS = {
  actions: [deleteLockout],
  settings: [bruteForce],
  events: {
    'after-lockout': {
      when: 'as many passwords were wrong for the address of a user as `bruteForce` allows, from one address of the network or from all together, or five codes of a user; at most once an hour per user for each of the two',
      on: 'lockout-notice',
      by: ['user'],
      carries: ['attempts', 'ip', 'user_agent'],
      mayCarry: ['method'],
      onlyWith: 'lockouts',
    },
  },
  refusals: {},
} as const satisfies Manifest;
