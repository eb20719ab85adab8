import { endedSignsNobodyIn, oneChildLives, refusedStaysRefused } from './credentials.ts';
import { everyChangeIsDelivered } from './delivered.ts';
import { eventsSayWhatChanged } from './events-say-what-changed.ts';
import { factorsAreCounted } from './factors.ts';
import { factorsOfOwnersStay } from './factors-of-owners.ts';
import { locksHold } from './guesses.ts';
import type { Invariant, TableInvariant } from './invariant.ts';
import { aSuperuserStays } from './last-superuser.ts';
import { nothingIsLeft } from './nothing-left.ts';
import { oneUserAnAddress } from './one-user-an-address.ts';
import { profileAndCredentialAgree } from './profile-and-credential.ts';

/** After every write, in the middle of requests. */
export const AFTER_WRITES: readonly TableInvariant[] = [
  oneUserAnAddress,
  profileAndCredentialAgree,
  factorsAreCounted,
  factorsOfOwnersStay,
  aSuperuserStays,
  eventsSayWhatChanged,
  locksHold,
];

/** When a step and those beside it were answered. */
export const AFTER_STEPS: readonly Invariant[] = [endedSignsNobodyIn];

/** When everything was relayed. */
export const AT_THE_END: readonly Invariant[] = [
  everyChangeIsDelivered,
  nothingIsLeft,
  endedSignsNobodyIn,
  refusedStaysRefused,
  oneChildLives,
];
