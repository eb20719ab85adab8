import type { Context } from '../context.ts';
import type { ProofAsked } from '../view.ts';
import { field } from './field.ts';
import { type Html, html } from './html.ts';

/** The name of the account, which password managers want to know and nobody has to see. */
export const accountName = (email: string): Html =>
  html`<input type="email" autocomplete="username" value="${email}" readonly hidden>`;

/** What a form asks for that changes how one signs in, where the login is not recent enough. */
export function proofField(
  context: Context,
  action: string,
  proof: ProofAsked,
  { of, email }: { readonly of?: string; readonly email?: string } = {},
): Html | undefined {
  if (!proof.password) return undefined;
  return html`${email !== undefined && accountName(email)}${field(context, action, {
    name: 'current_password',
    type: 'password',
    autocomplete: 'current-password',
    label: context.say.text('field.current_password'),
    ...(of !== undefined && { of }),
  })}`;
}
