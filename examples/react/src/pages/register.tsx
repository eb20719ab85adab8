import { Field, Form, NEW_PASSWORD } from '../form.tsx';
import { Page } from '../page.tsx';
import { go } from '../route.ts';
import { users } from '../users.ts';

export function Register() {
  return (
    <Page title="Create an account">
      <Form
        label="Create an account"
        submit="Create account"
        onSubmit={async ({ email = '', password = '' }) => {
          const registered = await users.register({ email, password });
          if (registered.error) return registered.error;
          // Nothing is mailed at a registration unless somebody asks for it.
          await users.requestVerification({ email });
          const { error } = await users.login({ email, password });
          if (!error) go('/');
          return error;
        }}
      >
        <Field name="email" label="Email" type="email" autoComplete="username" />
        <Field {...NEW_PASSWORD} label="Password" />
      </Form>
      <nav aria-label="Other ways">
        <a href="#/">I have an account</a>
      </nav>
    </Page>
  );
}
