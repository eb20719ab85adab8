import type { MemoryAccount, MemoryTable } from '../support/stores/memory/table.ts';
import type { Planted } from './run.ts';
import { GATED, type Gated } from './world/gates.ts';
import type { World } from './world/world.ts';

const forgets = (gate: Gated): `${Gated} forgets the second factor` =>
  `${gate} forgets the second factor`;

/** A handler each that doesn't ask for the second factor. */
const openGates = Object.fromEntries(
  GATED.map((gate) => [forgets(gate), ({ gates }: World) => gates.leaveOpen(gate)]),
) as Record<ReturnType<typeof forgets>, Planted>;

/** Bugs that the simulation has to find: in each a write lacks one condition, a read is not strong, or proof is not looked at. */
export const PLANTED = {
  'a registration does not look whether the address is free': ({ table: { conditions } }) => {
    conditions.isFree = () => true;
  },
  'a reset token is good for ever': ({ table: { conditions } }) => {
    conditions.isSameCredential = () => true;
  },
  'a replaced refresh token replaces as well': ({ table: { conditions } }) => {
    conditions.isNewest = () => true;
  },
  'the last superuser may go': ({ table: { conditions } }) => {
    conditions.leavesSuperuser = () => true;
  },
  'a change overwrites one that came first': ({ table: { conditions } }) => {
    conditions.isCurrent = () => true;
  },
  'a wrong password is counted by whoever comes': ({ table: { conditions } }) => {
    conditions.isOpen = () => true;
  },
  'a right password is told in a lock': ({ table: { conditions } }) => {
    conditions.isStrong = () => false;
  },
  'a code of an app is good as long as it is shown': ({ table: { conditions } }) => {
    conditions.isUnusedStep = (stored, { sealed }) => stored?.sealed === sealed;
  },
  'a right code is told in a lock': ({ table: { conditions } }) => {
    conditions.isUnlocked = () => true;
  },
  'a recovery code is good for whoever comes with it at once': ({ table: { conditions } }) => {
    conditions.isUnusedCode = () => true;
    conditions.isLeftAsRead = () => true;
  },
  'a challenge that a passkey has signed is good as long as it lasts': ({
    table: { conditions },
  }) => {
    conditions.isUnused = () => true;
  },
  'a code that was mailed is good for whoever comes with it at once': ({
    table: { conditions },
  }) => {
    conditions.isUnusedMail = () => true;
  },
  'a code that was mailed may be tried for ever': ({ table: { conditions } }) => {
    conditions.isLeft = () => true;
    conditions.isUnusedMail = () => true;
  },
  'a touch of a passkey counts for a PIN': ({ verifier }) => {
    const { assertion } = verifier;
    verifier.assertion = async (...given) => ({
      ...(await assertion(...given)),
      userVerified: true,
    });
  },
  'a begun login outlives the password': (world) => {
    const { begunLogins } = world;
    world.begunLogins = (backend) => {
      const own = begunLogins(backend);
      return {
        issue: (login) => own.issue(login),
        async verify(token) {
          const login = await own.verify(token);
          const now = world.table.byEmail(login?.email)?.credential;
          return login && { ...login, ...now };
        },
      };
    };
  },
  'a passkey that is removed stays': ({ table: { passkeys } }) => {
    passkeys.delete = () => true;
  },
  'a reset takes the app of its user away': ({ table }) => {
    const { carryOnProfile } = table;
    table.carryOnProfile = (account, event, ...others) => {
      if (event.type === 'after-reset-password') takeAppAway(table, account);
      carryOnProfile.call(table, account, event, ...others);
    };
  },
  'a factor is added without a look at the address': (world) => {
    world.enrolling = (profile) => ({
      ...profile,
      user: { ...profile.user, is_verified: true },
    });
  },
  ...openGates,
} as const satisfies Record<string, Planted>;

function takeAppAway({ totp, recoveryCodes }: MemoryTable, account: MemoryAccount): void {
  const { id } = account.profile.user;
  totp.delete(id);
  for (const key of recoveryCodes) if (key.startsWith(`${id} `)) recoveryCodes.delete(key);
  const { passkeys = 0 } = account.profile.factors ?? {};
  const factors = { totp: false, passkeys, recoveryCodes: 0 };
  account.profile = { ...account.profile, factors };
  account.credential = { ...account.credential, factors };
}
