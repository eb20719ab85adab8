import type { User, UsersError } from 'cdk-users-api/client';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { users } from './users.ts';

interface Session {
  /** `undefined` until it is known, `null` when nobody is signed in. */
  readonly user: User | null | undefined;
  /** Why it could not be found out. */
  readonly error: UsersError | undefined;
  /** Reads the user again. */
  readonly reload: () => Promise<void>;
}

const Context = createContext<Session>({
  user: undefined,
  error: undefined,
  reload: async () => {},
});

export const useSession = () => useContext(Context);

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [user, setUser] = useState<User | null>();
  const [error, setError] = useState<UsersError>();

  const reload = useCallback(async () => {
    const { data, error } = await users.me();
    // Without an answer of the API it stays as it was.
    if (data) setUser(data);
    else if (error?.code === 'UNAUTHORIZED') setUser(null);
    setError(error);
  }, []);

  useEffect(() => {
    void reload();
    // Also what happens in other tabs.
    return users.subscribe((change) => {
      if (change === 'signed-in') void reload();
      else setUser(null);
    });
  }, [reload]);

  return <Context value={{ user, error, reload }}>{children}</Context>;
}
