import type { Context } from '../../context.ts';
import { ask, row, rows, section } from '../../parts/account.ts';
import { day } from '../../parts/dates.ts';
import { button, buttonLink, form } from '../../parts/form.ts';
import { type Child, type Html, html } from '../../parts/html.ts';
import { proofField } from '../../parts/proof.ts';
import { providerMark } from '../../parts/providers.ts';
import type { ProofAsked, ShownAccount, Views } from '../../view.ts';

export function linkedAccounts(
  context: Context,
  { accounts, providers, proof }: Views['security'],
): Html | undefined {
  if (accounts === undefined) return undefined;
  const { say } = context;
  const linked = accounts.map((account) => accountRow(context, account, proof));
  const more = providers.map(({ label, url }) =>
    row({
      icon: providerMark(label),
      title: label,
      details: [say.text('security.not-linked')],
      actions: html`<div class="row-actions">${buttonLink(url, html`${say.text('security.link')}<span class="unseen"> ${label}</span>`, 'secondary small')}</div>`,
    }),
  );
  const list =
    linked.length + more.length === 0
      ? html`<p class="empty">${say.text('security.no-accounts')}</p>`
      : rows([...linked, ...more]);
  return section(
    {
      id: 'accounts',
      title: say.text('security.accounts'),
      lead: say.text('security.accounts-lead'),
    },
    list,
  );
}

function accountRow(
  context: Context,
  { client, label = client, subject, email, created_at: created }: ShownAccount,
  proof: ProofAsked,
): Html {
  const { say } = context;
  return row({
    icon: providerMark(label),
    title: label,
    details: [
      email && html`<bdi>${email}</bdi>`,
      say.html('security.linked', { day: day(say, created) }),
    ],
    actions: html`<div class="row-actions">${unlinking(context, { client, subject, label }, proof)}</div>`,
  });
}

function unlinking(
  context: Context,
  {
    client,
    subject,
    label,
  }: { readonly client: string; readonly subject: string; readonly label: string },
  proof: ProofAsked,
): Child {
  const { say } = context;
  const asked = form(
    context,
    'unlink-my-account',
    html`<p>${say.text('security.unlink-lead', { provider: label })}</p>${proofField(
      context,
      'unlink-my-account',
      proof,
      { of: `${client}-${subject}` },
    )}${button(say.text('security.unlink'), 'danger')}`,
    { client, subject },
  );
  return asked && ask({ text: say.text('security.remove'), name: label }, asked);
}
