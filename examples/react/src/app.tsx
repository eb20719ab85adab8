import type { ReactElement } from 'react';
import { Account } from './pages/account.tsx';
import { ForgotPassword } from './pages/forgot-password.tsx';
import { Register } from './pages/register.tsx';
import { ResetPassword } from './pages/reset-password.tsx';
import { SignIn } from './pages/sign-in.tsx';
import { Unreachable } from './pages/unreachable.tsx';
import { Verify } from './pages/verify.tsx';
import { useRoute } from './route.ts';
import { useSession } from './session.tsx';

export function App(): ReactElement | null {
  const { page, token } = useRoute();
  const { user, error } = useSession();
  if (page === '/reset-password') return <ResetPassword token={token} />;
  if (page === '/verify') return <Verify token={token} />;
  if (user) return <Account user={user} />;
  // A moment later it is known who this is.
  if (user === undefined) return error ? <Unreachable error={error} /> : null;
  if (page === '/register') return <Register />;
  if (page === '/forgot-password') return <ForgotPassword />;
  return <SignIn />;
}
