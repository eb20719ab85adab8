import type { User } from 'cdk-users-api/client';
import { Field, type Fields, Form, NEW_PASSWORD } from '../form.tsx';
import { Page } from '../page.tsx';
import { useSession } from '../session.tsx';
import { users } from '../users.ts';
import { Sessions } from './sessions.tsx';

const CURRENT_PASSWORD = {
  name: 'current_password',
  label: 'Current password',
  autoComplete: 'current-password',
} as const;

export function Account({ user }: { readonly user: User }) {
  const { reload } = useSession();

  async function update(fields: Fields) {
    const { error } = await users.updateMe(fields);
    if (!error) await reload();
    return error;
  }

  return (
    <Page title="Your account">
      <p>
        You are signed in as <strong>{user.email}</strong>.
      </p>
      <Form
        label="Sign out"
        submit="Sign out"
        onSubmit={async () => (await users.logout()).error}
      />

      {!user.is_verified && (
        <section aria-labelledby="verify">
          <h2 id="verify">Your address is not confirmed</h2>
          <Form
            label="Confirm the address"
            submit="Send me a link"
            done="A link is on its way."
            onSubmit={async () => (await users.requestVerification({ email: user.email })).error}
          />
        </section>
      )}

      <section aria-labelledby="address">
        <h2 id="address">Address</h2>
        <Form label="Change the address" submit="Change address" done="Changed." onSubmit={update}>
          <Field name="email" label="New email" type="email" autoComplete="email" />
          <Field {...CURRENT_PASSWORD} />
        </Form>
      </section>

      <section aria-labelledby="password">
        <h2 id="password">Password</h2>
        <Form
          label="Change the password"
          submit="Change password"
          done="Changed. All other devices are signed out."
          onSubmit={update}
        >
          <Field {...CURRENT_PASSWORD} />
          <Field {...NEW_PASSWORD} />
        </Form>
      </section>

      <Sessions />

      <section aria-labelledby="delete">
        <h2 id="delete">Delete the account</h2>
        <p>Everything that is stored of you goes, at once and for good.</p>
        <Form
          label="Delete the account"
          submit="Delete my account"
          isDangerous
          onSubmit={async ({ current_password }) =>
            (await users.deleteMe({ current_password })).error
          }
        >
          <Field {...CURRENT_PASSWORD} />
        </Form>
      </section>
    </Page>
  );
}
