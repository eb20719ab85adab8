import type { UsersError } from 'cdk-users-api/client';
import { Form } from '../form.tsx';
import { messageOf } from '../messages.ts';
import { Page } from '../page.tsx';
import { useSession } from '../session.tsx';

/** Nobody knows whether the user is signed in. */
export function Unreachable({ error }: { readonly error: UsersError }) {
  const { reload } = useSession();
  return (
    <Page title="One moment">
      <p role="alert">{messageOf(error)}</p>
      <Form
        label="Try again"
        submit="Try again"
        onSubmit={async () => {
          await reload();
          return undefined;
        }}
      />
    </Page>
  );
}
