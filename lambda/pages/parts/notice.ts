import type { Context } from '../context.ts';
import type { Refused } from '../outcome.ts';
import { reasonIn } from '../reasons.ts';
import type { TextKey } from '../texts.ts';
import type { PageName } from '../view.ts';
import { idOf } from './field.ts';
import { link } from './form.ts';
import { type Child, type Html, html } from './html.ts';
import { icon } from './icons.ts';
import { codeText, fieldErrors } from './refused.ts';
import { onwards } from './urls.ts';

/** Where a visitor can go on after a refusal, by its code. */
const WAYS_OUT: Readonly<Record<string, readonly (readonly [page: PageName, text: TextKey])[]>> = {
  REGISTER_USER_ALREADY_EXISTS: [
    ['sign-in', 'sign-in.title'],
    ['forgot-password', 'sign-in.forgot'],
  ],
  UNAUTHORIZED: [['sign-in', 'sign-in.title']],
  REAUTHENTICATION_REQUIRED: [['reauthenticate', 'reauthenticate.title']],
  MFA_REQUIRED: [['reauthenticate', 'reauthenticate.title']],
  MFA_ENROLMENT_REQUIRED: [['security', 'security.title']],
  LOGIN_USER_NOT_VERIFIED: [['verify', 'verify.again']],
  USER_NOT_VERIFIED: [['verify', 'verify.again']],
  RESET_PASSWORD_BAD_TOKEN: [['forgot-password', 'forgot-password.again']],
  LOGIN_BAD_MFA_TOKEN: [['sign-in', 'sign-in.again']],
  LOGIN_REGISTRATION_REQUIRED: [['sign-up', 'sign-up.submit']],
  OAUTH_REGISTRATION_REQUIRED: [['sign-up', 'sign-up.submit']],
};

/** What came of the form that was posted before: first in the page, and read out. */
export function notice(context: Context): Html | undefined {
  const { outcome } = context.frame;
  if (outcome?.kind === 'refused') return refusal(context, outcome);
  const done = outcome && context.say.find(`done.${outcome.action}`);
  return done === undefined ? undefined : good(done);
}

const good = (text: Child): Html =>
  html`<div class="notice good" role="status">${icon('check')}<div><p>${text}</p></div></div>`;

function refusal(context: Context, refused: Refused): Html {
  const { frame, page } = context;
  const ways = (WAYS_OUT[refused.code] ?? [])
    .filter(([name]) => name !== page)
    .map(([name, text]) => link(onwards(frame, name), context.say.text(text)))
    .filter((way) => way !== undefined);
  return html`<div class="notice bad" role="alert">${icon('alert')}<div>
    ${whatIsWrong(context, refused)}
    ${ways.length > 0 && html`<p class="ways">${ways}</p>`}
  </div></div>`;
}

function whatIsWrong(context: Context, refused: Refused): Html {
  const { say, labels } = context;
  const { action, code, reason, retryAfter } = refused;
  const named = code === 'VALIDATION_ERROR' ? fieldErrors(context, refused) : [];
  const fields = named.flatMap(({ field, text }) => {
    const label = labels[field] ?? say.find(`field.${field}`);
    return label === undefined ? [] : [{ field, label, text }];
  });
  if (fields.length === 0) {
    const why = reason === undefined ? undefined : reasonIn(say, reason);
    return html`<p>${codeText(context, code)}${why && html` ${why}`}${
      retryAfter !== undefined && html` ${wait(context, retryAfter)}`
    }</p>`;
  }
  return html`<p>${say.text('refused.fields')}</p>
    <ul>${fields.map(
      ({ field, label, text }) =>
        html`<li><a href="#${idOf(action, field)}">${label}</a>: ${text}</li>`,
    )}</ul>`;
}

function wait({ say }: Context, seconds: number): string {
  return seconds < 60
    ? say.count('wait.seconds', Math.max(1, Math.ceil(seconds)))
    : say.count('wait.minutes', Math.ceil(seconds / 60));
}
