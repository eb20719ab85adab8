import type { Content, Context } from '../context.ts';
import { ask, section } from '../parts/account.ts';
import { customFields } from '../parts/custom-fields.ts';
import { day } from '../parts/dates.ts';
import { field } from '../parts/field.ts';
import { button, buttonLink, form, hidden } from '../parts/form.ts';
import { type Child, type Html, html } from '../parts/html.ts';
import { proofField } from '../parts/proof.ts';
import { fieldErrors, refusedOf } from '../parts/refused.ts';
import type { ProofAsked, Views } from '../view.ts';

export function account(context: Context, view: Views['account']): Content {
  const { say } = context;
  const { user } = view;
  return {
    title: say.text('account.title'),
    lead: say.html('account.since', { day: day(say, user.created_at) }),
    account: { current: 'account', email: user.email },
    body: html`${profile(context, view)}${address(context, view)}${data(context)}`,
  };
}

function profile(context: Context, { fields, user }: Views['account']): Child {
  if (fields.length === 0) return undefined;
  const { say } = context;
  const asked = form(
    context,
    'update-me',
    html`${customFields(context, 'update-me', fields, user.custom)}${button(say.text('account.save'))}`,
  );
  return asked && section({ id: 'profile', title: say.text('account.profile') }, asked);
}

function address(context: Context, { user, proof }: Views['account']): Html {
  const { say } = context;
  const { email, is_verified: isVerified } = user;
  const title = say.text('account.email');
  const badge = html`<span class="badge ${isVerified ? 'good' : 'warn'}">${say.text(
    isVerified ? 'account.verified' : 'account.not-verified',
  )}</span>`;
  return section(
    { id: 'email', title, lead: say.text('account.email-lead') },
    html`<div class="state"><p><bdi class="strong">${email}</bdi> ${badge}</p>
    <div class="buttons">${!isVerified && verification(context, email)}${change(context, proof)}</div></div>`,
  );
}

function verification(context: Context, email: string): Child {
  const send = button(context.say.text('account.verify'), 'secondary small');
  return form(context, 'request-verify-token', html`${hidden('email', email)}${send}`);
}

function change(context: Context, proof: ProofAsked): Child {
  const { say } = context;
  const text = say.text('account.change-email');
  const asked = form(
    context,
    'update-me',
    html`${field(context, 'update-me', {
      name: 'email',
      type: 'email',
      autocomplete: 'email',
      label: say.text('field.new-email'),
      hint: say.text('account.email-hint'),
    })}${proofField(context, 'update-me', proof)}${button(text)}`,
  );
  const refused = refusedOf(context, 'update-me');
  const errors = refused === undefined ? [] : fieldErrors(context, refused);
  const open = errors.some(({ field: name }) => ['email', 'current_password'].includes(name));
  return asked && ask({ text, open }, asked);
}

function data(context: Context): Child {
  const { frame, say } = context;
  const download = buttonLink(frame.actions['export-me'], say.text('account.export'));
  const removal = buttonLink(frame.pages['delete-account'], say.text('account.delete'), 'danger');
  if (!download && !removal) return undefined;
  return section(
    { id: 'data', title: say.text('account.data'), lead: say.text('account.data-lead') },
    html`<div class="buttons">${download}${removal}</div>`,
  );
}
