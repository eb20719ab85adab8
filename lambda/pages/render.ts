import type { Content, Context } from './context.ts';
import { layout } from './parts/layout.ts';
import { account } from './templates/account.ts';
import { authenticatorApp } from './templates/authenticator-app.ts';
import { confirmEmail } from './templates/confirm-email.ts';
import { deleteAccount } from './templates/delete-account.ts';
import { emailCode } from './templates/email-code.ts';
import { enterCode } from './templates/enter-code.ts';
import { forgotPassword } from './templates/forgot-password.ts';
import { message } from './templates/message.ts';
import { password } from './templates/password.ts';
import { reauthenticate } from './templates/reauthenticate.ts';
import { recoveryCodes } from './templates/recovery-codes.ts';
import { resetPassword } from './templates/reset-password.ts';
import { secondFactor } from './templates/second-factor.ts';
import { security } from './templates/security.ts';
import { sessions } from './templates/sessions.ts';
import { signIn } from './templates/sign-in.ts';
import { signUp } from './templates/sign-up.ts';
import { verify } from './templates/verify.ts';
import { Say } from './texts.ts';
import type { Frame, PageName, View, Views } from './view.ts';

const TEMPLATES: {
  readonly [Name in PageName]: (context: Context, view: Views[Name]) => Content;
} = {
  account,
  'authenticator-app': authenticatorApp,
  'confirm-email': confirmEmail,
  'delete-account': deleteAccount,
  'email-code': emailCode,
  'enter-code': enterCode,
  'forgot-password': forgotPassword,
  message,
  password,
  reauthenticate,
  'recovery-codes': recoveryCodes,
  'reset-password': resetPassword,
  'second-factor': secondFactor,
  security,
  sessions,
  'sign-in': signIn,
  'sign-up': signUp,
  verify,
};

/** A page as a whole HTML document. */
export function renderPage(frame: Frame, view: View): string {
  const fields = 'fields' in view ? view.fields : [];
  const context: Context = {
    frame,
    page: view.page,
    say: new Say(frame.language, frame.texts),
    labels: Object.fromEntries(fields.map(({ name, title }) => [name, title])),
  };
  return layout(context, contentOf(context, view)).toString();
}

function contentOf<Name extends PageName>(
  context: Context,
  view: Views[Name] & { readonly page: Name },
): Content {
  const template: (context: Context, view: Views[Name]) => Content = TEMPLATES[view.page];
  return template(context, view);
}
