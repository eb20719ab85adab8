import type { Context } from '../../context.ts';
import { ask, row, rows, section } from '../../parts/account.ts';
import { day } from '../../parts/dates.ts';
import { field } from '../../parts/field.ts';
import { button, form } from '../../parts/form.ts';
import { type Child, type Html, html } from '../../parts/html.ts';
import { icon } from '../../parts/icons.ts';
import { passkeyButton } from '../../parts/passkey-button.ts';
import { proofField } from '../../parts/proof.ts';
import type { ProofAsked, ShownPasskey, Views } from '../../view.ts';

export function passkeys(
  context: Context,
  { passkeys: shown, proof }: Views['security'],
): Html | undefined {
  if (shown === undefined) return undefined;
  const { say } = context;
  const list =
    shown.length === 0
      ? html`<p class="empty">${say.text('security.no-passkeys')}</p>`
      : rows(shown.map((passkey) => passkeyRow(context, passkey, proof)));
  return section(
    {
      id: 'passkeys',
      title: say.text('security.passkeys'),
      lead: say.text('security.passkeys-lead'),
    },
    html`${list}${addition(context, proof)}<noscript><p class="hint">${say.text('passkey.no-script')}</p></noscript>`,
  );
}

function addition(context: Context, proof: ProofAsked): Child {
  const text = context.say.text('security.add-passkey');
  const asked = proofField(context, 'passkey-options', proof);
  const add = passkeyButton(context, {
    kind: 'create',
    text,
    options: 'passkey-options',
    action: 'add-passkey',
    look: asked ? 'primary' : 'secondary small',
  });
  if (add === undefined) return undefined;
  const body = asked ? ask({ text }, html`<div class="form">${asked}${add}</div>`) : add;
  return html`<div class="addition">${body}</div>`;
}

function passkeyRow(context: Context, passkey: ShownPasskey, proof: ProofAsked): Html {
  const { say } = context;
  const { id, name, authenticator, created_at: created, last_used_at: used, synced } = passkey;
  return row({
    icon: icon('passkey'),
    title: html`<bdi>${name}</bdi>`,
    badge: synced ? say.text('security.synced') : undefined,
    details: [
      authenticator && authenticator !== name && html`<bdi>${authenticator}</bdi>`,
      say.html('security.added', { day: day(say, created) }),
      used
        ? say.html('security.last-used', { day: day(say, used) })
        : say.text('security.never-used'),
    ],
    actions: html`<div class="row-actions">${renaming(context, id, name)}${removal(context, id, name, proof)}</div>`,
  });
}

function renaming(context: Context, id: string, name: string): Child {
  const { say } = context;
  const asked = form(
    context,
    'rename-my-passkey',
    html`${field(context, 'rename-my-passkey', {
      name: 'name',
      label: say.text('field.name'),
      value: name,
      of: id,
      autocomplete: 'off',
    })}${button(say.text('account.save'))}`,
    { passkey_id: id },
  );
  return asked && ask({ text: say.text('security.rename'), name }, asked);
}

function removal(context: Context, id: string, name: string, proof: ProofAsked): Child {
  const { say } = context;
  const asked = form(
    context,
    'delete-my-passkey',
    html`<p>${say.text('security.remove-passkey-lead')}</p>${proofField(
      context,
      'delete-my-passkey',
      proof,
      { of: id },
    )}${button(say.text('security.remove-passkey'), 'danger')}`,
    { passkey_id: id },
  );
  return asked && ask({ text: say.text('security.remove'), name }, asked);
}
