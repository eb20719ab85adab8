import type { User } from 'cdk-users-api/client';
import { createContext, type ReactNode, useCallback, useContext, useEffect, useState } from 'react';
import { users } from './users.ts';

interface Session {
  /** `undefined` until it is known, `null` when nobody is signed in. */
  readonly user: User | null | undefined;
  /** Reads the user again. */
  readonly reload: () => Promise<void>;
}

const Context = createContext<Session>({ user: undefined, reload: async () => {} });

export const useSession = () => useContext(Context);

export function SessionProvider({ children }: { readonly children: ReactNode }) {
  const [user, setUser] = useState<User | null>();

  const reload = useCallback(async () => {
    const { data } = await users.me();
    setUser(data ?? null);
  }, []);

  useEffect(() => {
    void reload();
    // Also what happens in other tabs.
    return users.subscribe((change) => {
      if (change === 'signed-in') void reload();
      else setUser(null);
    });
  }, [reload]);

  return <Context value={{ user, reload }}>{children}</Context>;
}
