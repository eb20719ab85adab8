import type { MemoryTable } from '../support/stores/memory/table.ts';

type Conditions = MemoryTable['conditions'];

/** Bugs that the simulation has to find: in each a write lacks one condition, or a read is not strong. */
export const PLANTED = {
  'a registration does not look whether the address is free': (conditions) => {
    conditions.isFree = () => true;
  },
  'a reset token is good for ever': (conditions) => {
    conditions.isSameCredential = () => true;
  },
  'a replaced refresh token replaces as well': (conditions) => {
    conditions.isNewest = () => true;
  },
  'a code is good for ever': (conditions) => {
    conditions.isUnusedMail = () => true;
    conditions.isLeft = () => true;
  },
  'the last superuser may go': (conditions) => {
    conditions.leavesSuperuser = () => true;
  },
  'a change overwrites one that came first': (conditions) => {
    conditions.isCurrent = () => true;
  },
  'a wrong password is counted by whoever comes': (conditions) => {
    conditions.isOpen = () => true;
  },
  'a right password is told in a lock': (conditions) => {
    conditions.isStrong = () => false;
  },
  'a code of an app is good as long as it is shown': (conditions) => {
    conditions.isUnusedStep = (stored, { sealed }) => stored?.sealed === sealed;
  },
  'a right code is told in a lock': (conditions) => {
    conditions.isUnlocked = () => true;
  },
} as const satisfies Record<string, (conditions: Conditions) => void>;
