import { type CustomFields, claimsOf, type UserModel } from '../model/user-model.ts';
import type { Clock, Ids, NewUser } from '../ports.ts';
import type { User } from '../user.ts';

/** A user who begins to be, active, with what is stored beside and the event that tells of it. */
export function newUser(
  { model, clock, ids }: { readonly model: UserModel; readonly clock: Clock; readonly ids: Ids },
  {
    email,
    custom,
    ...flags
  }: Pick<User, 'email' | 'is_superuser' | 'is_verified'> & { readonly custom?: CustomFields },
): Pick<NewUser, 'user' | 'claims' | 'event'> {
  const now = clock.now().toISOString();
  const user: User = {
    id: ids.next(),
    email,
    is_active: true,
    ...flags,
    created_at: now,
    updated_at: now,
    ...(custom && { custom }),
  };
  const event = { id: ids.next(), type: 'after-register', at: now } as const;
  return { user, claims: claimsOf(model, custom), event };
}
