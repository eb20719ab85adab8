import type { Context } from '../../context.ts';
import { ask, row, rows, section } from '../../parts/account.ts';
import { codeField } from '../../parts/field.ts';
import { button, form } from '../../parts/form.ts';
import { type Child, type Html, html } from '../../parts/html.ts';
import { icon } from '../../parts/icons.ts';
import { proofField } from '../../parts/proof.ts';
import { refusedOf } from '../../parts/refused.ts';
import type { ProofAsked, Views } from '../../view.ts';

export function twoSteps(context: Context, { mfa, proof }: Views['security']): Html | undefined {
  if (mfa === undefined) return undefined;
  const { say } = context;
  const isOn = mfa.totp;
  const app = row({
    icon: icon('phone'),
    title: say.text('security.app'),
    badge: isOn ? say.text('security.on') : undefined,
    details: [say.text(isOn ? 'security.app-on' : 'security.app-off')],
    actions: html`<div class="row-actions">${(isOn ? removal : enrolment)(context, proof)}</div>`,
  });
  const codes =
    isOn &&
    row({
      icon: icon('key'),
      title: say.text('security.codes'),
      details: [
        mfa.recovery_codes_left === 0
          ? say.text('security.no-codes')
          : say.count('security.codes-left', mfa.recovery_codes_left),
      ],
      actions: html`<div class="row-actions">${replacement(context, proof)}</div>`,
    });
  return section(
    {
      id: 'two-steps',
      title: say.text('security.two-steps'),
      lead: say.text('security.two-steps-lead'),
    },
    html`${rows([app, ...(codes ? [codes] : [])])}`,
  );
}

function enrolment(context: Context, proof: ProofAsked): Child {
  const text = context.say.text('security.app-add');
  if (!proof.password) return form(context, 'enrol-totp', button(text, 'secondary small'));
  const asked = form(
    context,
    'enrol-totp',
    html`${proofField(context, 'enrol-totp', proof)}${button(text)}`,
  );
  return asked && ask({ text, open: refusedOf(context, 'enrol-totp') !== undefined }, asked);
}

function removal(context: Context, proof: ProofAsked): Child {
  const { say } = context;
  const text = say.text('security.app-remove');
  const asked = coded(context, 'delete-my-totp', proof, {
    lead: say.text('security.app-remove-lead'),
    submit: button(text, 'danger'),
  });
  return asked && ask({ text, open: refusedOf(context, 'delete-my-totp') !== undefined }, asked);
}

function replacement(context: Context, proof: ProofAsked): Child {
  const { say } = context;
  const action = 'replace-recovery-codes';
  const text = say.text('security.codes-replace');
  const asked = coded(context, action, proof, {
    lead: say.text('security.codes-replace-lead'),
    submit: button(text),
  });
  return asked && ask({ text, open: refusedOf(context, action) !== undefined }, asked);
}

/** A form that takes a code of the app. */
function coded(
  context: Context,
  action: string,
  proof: ProofAsked,
  { lead, submit }: { readonly lead: string; readonly submit: Html },
): Html | undefined {
  const code = codeField(context, action, 6, { label: context.say.text('field.app-code') });
  return form(
    context,
    action,
    html`<p>${lead}</p>${code}${proofField(context, action, proof)}${submit}`,
  );
}
