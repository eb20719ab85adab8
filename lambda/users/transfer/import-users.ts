import type { ImportRejection, ImportResult } from '../../../lib/contract/transfer.ts';
import type { Clock } from '../clock.ts';
import { UsersError } from '../errors.ts';
import { OPERATOR } from '../events/event.ts';
import type { Ids } from '../ids.ts';
import { claimsOf, type UserModel } from '../model/user-model.ts';
import type { CustomFields, User } from '../user.ts';
import { objectionTo, type StandingOfHashes } from './hash-objection.ts';
import type { ImportStore } from './import-store.ts';
import { Turns } from './turns.ts';

/** A user as another system had them; what is absent gets the default of a new user. */
export interface GivenUser extends Partial<Pick<User, 'id' | 'created_at' | 'updated_at'>> {
  /** As `parseEmail` returns it. */
  readonly email: string;
  /** Absent where it can't be moved: the user resets the password, or signs in at a provider. */
  readonly passwordHash?: string | undefined;
  readonly is_active: boolean;
  readonly is_superuser: boolean;
  readonly is_verified: boolean;
  /** As the user model returned them. */
  readonly custom?: CustomFields | undefined;
  /** Names of fields that are no field of a user. */
  readonly ignored: readonly string[];
}

/** A user of the format, or what is wrong with it. */
type Read = GivenUser | { readonly problems: string };

export interface ImportUsersDeps {
  readonly store: ImportStore;
  readonly hashes: StandingOfHashes;
  readonly model: Pick<UserModel, 'claimFields'>;
  readonly clock: Clock;
  readonly ids: Ids;
  read(given: unknown): Promise<Read>;
}

export interface ImportOptions {
  /** Each user raises `after-register`. */
  readonly raisesEvents: boolean;
}

/** Users who are written at the same time: a transaction takes some 10 ms, nearly all of it waiting. */
const AT_ONCE = 16;

/** One call begins no other write after this long: a function of an operator may take ten seconds, and a write seven. */
const BUDGET_MS = 2_500;

type Outcome = 'imported' | 'present' | 'left' | Omit<ImportRejection, 'index'>;

/** Names of fields that nothing keeps, of one call: more say nothing more. */
const MOST_NAMES = 100;

/**
 * Stores users of another system. Nothing that is there is replaced, so a call can be repeated: with the same
 * ids, the users that it stored before count as `present`. Of users with one address, or one id, the first is stored.
 * Hooks don't run, since nobody registers.
 */
export async function importUsers(
  deps: ImportUsersDeps,
  given: readonly unknown[],
  options: ImportOptions,
): Promise<ImportResult> {
  const until = deps.clock.now().getTime() + BUDGET_MS;
  const isOver = () => deps.clock.now().getTime() >= until;
  const ignored = new Set<string>();
  const outcomes: Outcome[] = given.map(() => 'left');
  const turns = new Turns<Outcome>();
  const waiting = given.entries();
  let earlier: Promise<unknown> = Promise.resolve();
  /** In the order of the call, whichever is read first. */
  const read = (each: unknown) => {
    const reading = Promise.all([deps.read(each), earlier]).then(([user]) => user);
    earlier = reading;
    return reading;
  };
  const work = async () => {
    for (const [index, each] of waiting) {
      if (isOver()) return;
      const user = await read(each);
      outcomes[index] = await turns.take(keysOf(user), async (before) =>
        // One that was put off is not overtaken by the next.
        isOver() || before.includes('left') ? 'left' : importOne(deps, user, options, ignored),
      );
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  const indexesOf = (wanted: Outcome) =>
    outcomes.flatMap((outcome, index) => (outcome === wanted ? [index] : []));
  return {
    imported: indexesOf('imported').length,
    present: indexesOf('present').length,
    rejected: outcomes.flatMap((outcome, index) =>
      typeof outcome === 'string' ? [] : [{ index, ...outcome }],
    ),
    left: indexesOf('left'),
    ignored: [...ignored].slice(0, MOST_NAMES),
  };
}

/** What only one user can have. */
function keysOf(read: Read): readonly string[] {
  if ('problems' in read) return [];
  const { email, id } = read;
  return [`email ${email}`, ...(id === undefined ? [] : [`id ${id}`])];
}

async function importOne(
  deps: ImportUsersDeps,
  read: Read,
  { raisesEvents }: ImportOptions,
  ignored: Set<string>,
): Promise<Outcome> {
  if ('problems' in read) return { reason: 'INVALID_FIELDS', message: read.problems };
  const { passwordHash } = read;
  const objection = passwordHash === undefined ? undefined : objectionTo(deps.hashes, passwordHash);
  if (objection) return objection;
  for (const field of read.ignored) ignored.add(field);
  const { model, clock, ids, store } = deps;
  const now = clock.now().toISOString();
  const user = userOf(read, ids, now);
  const event = { id: ids.next(), type: 'after-register', at: now, actor: OPERATOR } as const;
  const claims = claimsOf(model, read.custom);
  try {
    const outcome = await store.importUser({
      user,
      ...(claims && { claims }),
      ...(passwordHash !== undefined && { passwordHash }),
      ...(raisesEvents && { event }),
    });
    return outcome === 'imported' || outcome === 'present' ? outcome : TAKEN[outcome];
  } catch (error) {
    if (error instanceof UsersError && error.code === 'SERVICE_UNAVAILABLE') return 'left';
    throw error;
  }
}

const TAKEN = {
  email_taken: { reason: 'EMAIL_TAKEN', message: 'email: another user has the address' },
  id_taken: { reason: 'ID_TAKEN', message: 'id: another user has it' },
  id_deleted: {
    reason: 'ID_DELETED',
    message: 'id: its user was deleted here; leave the id out for a new user of the address',
  },
} as const;

function userOf(
  { id, email, is_active, is_superuser, is_verified, created_at, updated_at, custom }: GivenUser,
  ids: Ids,
  now: string,
): User {
  return {
    id: id ?? ids.next(),
    email,
    is_active,
    is_superuser,
    is_verified,
    created_at: created_at ?? now,
    updated_at: updated_at ?? created_at ?? now,
    ...(custom && { custom }),
  };
}
