import { Field, Form } from '../form.tsx';
import { Page } from '../page.tsx';
import { go } from '../route.ts';
import { users } from '../users.ts';

export function SignIn() {
  return (
    <Page title="Sign in">
      <Form
        label="Sign in"
        submit="Sign in"
        onSubmit={async ({ email = '', password = '' }) => {
          const { error } = await users.login({ email, password });
          if (!error) go('/');
          return error;
        }}
      >
        <Field name="email" label="Email" type="email" autoComplete="username" />
        <Field name="password" label="Password" autoComplete="current-password" />
      </Form>
      <nav aria-label="Other ways">
        <a href="#/register">Create an account</a>
        <a href="#/forgot-password">Forgot the password?</a>
      </nav>
    </Page>
  );
}
