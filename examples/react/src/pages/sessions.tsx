import type { Session, UsersError } from 'cdk-users-api/client';
import { useCallback, useEffect, useState } from 'react';
import { Form } from '../form.tsx';
import { users } from '../users.ts';

export function Sessions() {
  const [sessions, setSessions] = useState<readonly Session[]>([]);

  const load = useCallback(async () => {
    const { data } = await users.sessions();
    if (data) setSessions(data);
  }, []);
  useEffect(() => {
    void load();
  }, [load]);

  async function after(work: Promise<{ readonly error?: UsersError }>) {
    const { error } = await work;
    if (!error) await load();
    return error;
  }

  return (
    <section aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      <ul>
        {sessions.map(({ id, user_agent, ip, last_used_at, current }) => (
          <li key={id}>
            <span>
              {user_agent}
              <small>
                {ip},{' '}
                {current ? 'this device' : `last used ${new Date(last_used_at).toLocaleString()}`}
              </small>
            </span>
            {!current && (
              <Form
                label={`Sign out ${user_agent}`}
                submit="Sign out there"
                onSubmit={() => after(users.endSession(id))}
              />
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Form
          label="Sign out everywhere else"
          submit="Sign out everywhere else"
          onSubmit={() => after(users.endOtherSessions())}
        />
      )}
    </section>
  );
}
