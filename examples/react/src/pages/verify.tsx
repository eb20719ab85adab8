import { Form } from '../form.tsx';
import { Page } from '../page.tsx';
import { useSession } from '../session.tsx';
import { users } from '../users.ts';

/** By a button, as programs that look at mails open their links, and a token is good for one use. */
export function Verify({ token }: { readonly token: string }) {
  const { reload } = useSession();
  return (
    <Page title="Confirm your address">
      <Form
        label="Confirm your address"
        submit="Confirm"
        done="Thank you, your address is confirmed."
        onSubmit={async () => {
          const { error } = await users.verify({ token });
          if (!error) await reload();
          return error;
        }}
      />
      <nav aria-label="Other ways">
        <a href="#/">Go to your account</a>
      </nav>
    </Page>
  );
}
