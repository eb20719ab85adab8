import type { Content, Context } from '../context.ts';
import { section } from '../parts/account.ts';
import { button, buttonLink, form } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { proofField } from '../parts/proof.ts';
import type { Views } from '../view.ts';

export function deleteAccount(context: Context, { user, proof }: Views['delete-account']): Content {
  const { frame, say } = context;
  const { email } = user;
  const asked = form(
    context,
    'delete-me',
    html`${proofField(context, 'delete-me', proof, { email })}<div class="buttons">${button(
      say.text('delete-account.submit'),
      'danger',
    )}${buttonLink(frame.pages.account, say.text('delete-account.back'))}</div>`,
  );
  return {
    title: say.text('delete-account.title'),
    lead: say.html('delete-account.lead', { email: html`<bdi class="strong">${email}</bdi>` }),
    account: { current: 'account', email },
    body: section(
      { id: 'delete', title: say.text('delete-account.question') },
      html`<ul class="list"><li>${say.text('delete-account.ends')}</li><li>${say.text(
        'delete-account.gone',
      )}</li></ul>${asked}`,
    ),
  };
}
