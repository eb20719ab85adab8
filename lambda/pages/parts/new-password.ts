import type { Context } from '../context.ts';
import { field } from './field.ts';
import type { Html } from './html.ts';

/** A password that is chosen, with the only rule that can be known before it is sent. */
export function newPassword(context: Context, action: string, minimum: number): Html {
  const { say } = context;
  const isRegistration = action === 'register';
  return field(context, action, {
    name: 'password',
    type: 'password',
    autocomplete: 'new-password',
    label: say.text(isRegistration ? 'field.password' : 'field.new-password'),
    hint: say.count('field.password-hint', minimum),
    more: { minlength: minimum },
  });
}
