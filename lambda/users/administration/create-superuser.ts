import { parseEmail } from '../email.ts';
import type { User } from '../user.ts';
import type { UserReads } from '../user-reads.ts';
import { findByEmail } from './list-users.ts';

interface CreateSuperuserDeps {
  readonly store: Pick<UserReads, 'lookup'>;
  /** Creates the user, whose address is free. */
  create(): Promise<User>;
}

/**
 * Makes a superuser of a deployment, unless there is one with the address: every deployment may ask for the same one.
 * A user who is there is left as it is, whatever has become of password and fields.
 *
 * @returns the user, and whether it was made now
 * @throws Error when the address belongs to a user who is no superuser: somebody registered with it, and knows
 * the password of that user
 */
export async function createSuperuser(
  { store, create }: CreateSuperuserDeps,
  { email: text }: { readonly email: string },
): Promise<{ readonly user: User; readonly isNew: boolean }> {
  const email = parseEmail(text);
  if (email === undefined) throw new Error('what was given as the email of a superuser is none');
  const { owner } = await store.lookup([], { email });
  const [user] = await findByEmail({ store }, { email, owner });
  if (user === undefined) return { user: await create(), isNew: true };
  if (user.is_superuser) return { user, isNew: false };
  throw new Error(
    'the address of the superuser belongs to a user who is none: let another superuser make them one ' +
      'or delete them, or give another address',
  );
}
