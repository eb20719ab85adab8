import { Field, Form, NEW_PASSWORD } from '../form.tsx';
import { Page } from '../page.tsx';
import { users } from '../users.ts';

export function ResetPassword({ token }: { readonly token: string }) {
  return (
    <Page title="Set a new password">
      <Form
        label="Set a new password"
        submit="Set password"
        done="Your password is changed, and you are signed out everywhere. Sign in with the new one."
        onSubmit={async ({ password = '' }) =>
          (await users.resetPassword({ token, password })).error
        }
      >
        <Field {...NEW_PASSWORD} />
      </Form>
      <nav aria-label="Other ways">
        <a href="#/">Sign in</a>
      </nav>
    </Page>
  );
}
