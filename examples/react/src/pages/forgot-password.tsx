import { Field, Form } from '../form.tsx';
import { Page } from '../page.tsx';
import { users } from '../users.ts';

export function ForgotPassword() {
  return (
    <Page title="Forgot the password?">
      <Form
        label="Forgot the password"
        submit="Send me a link"
        done="If there is an account with this address, a link is on its way."
        onSubmit={async ({ email = '' }) => (await users.forgotPassword({ email })).error}
      >
        <Field name="email" label="Email" type="email" autoComplete="username" />
      </Form>
      <nav aria-label="Other ways">
        <a href="#/">Back to sign in</a>
      </nav>
    </Page>
  );
}
