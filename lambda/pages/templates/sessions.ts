import type { Content, Context } from '../context.ts';
import { ask, row, rows, section } from '../parts/account.ts';
import { moment } from '../parts/dates.ts';
import { deviceOf } from '../parts/device.ts';
import { button, form } from '../parts/form.ts';
import { type Child, type Html, html } from '../parts/html.ts';
import { icon } from '../parts/icons.ts';
import { proofField } from '../parts/proof.ts';
import { refusedOf } from '../parts/refused.ts';
import type { ProofAsked, ShownSession, Views } from '../view.ts';

export function sessions(context: Context, view: Views['sessions']): Content {
  const { say } = context;
  const { proof } = view;
  const shown = view.sessions.toSorted((one, other) => Number(other.current) - Number(one.current));
  const others = shown.filter(({ current }) => !current);
  const list =
    shown.length === 0
      ? html`<p class="empty">${say.text('sessions.none')}</p>`
      : rows(shown.map((session) => sessionRow(context, session, proof)));
  return {
    title: say.text('sessions.title'),
    lead: say.text('sessions.lead'),
    account: { current: 'sessions', email: view.user.email },
    body: section(
      { id: 'devices', title: say.text('sessions.devices') },
      html`${list}${others.length > 0 && html`<div class="addition">${endOthers(context, proof)}</div>`}`,
    ),
  };
}

function sessionRow(context: Context, session: ShownSession, proof: ProofAsked): Html {
  const { say } = context;
  const {
    id,
    current,
    created_at: created,
    last_used_at: used,
    ip,
    user_agent: userAgent,
  } = session;
  const { name, kind } = deviceOf(say, userAgent);
  return row({
    icon: icon(kind),
    title: name,
    badge: current ? say.text('sessions.current') : undefined,
    details: [
      ip && html`<bdi>${ip}</bdi>`,
      used
        ? say.html('sessions.last-used', { time: moment(say, used) })
        : say.html('sessions.since', { time: moment(say, created) }),
    ],
    actions: !current && html`<div class="row-actions">${ending(context, id, name, proof)}</div>`,
  });
}

function ending(context: Context, id: string, name: string, proof: ProofAsked): Child {
  const { say } = context;
  const text = say.text('sessions.end');
  const asked = form(
    context,
    'delete-my-session',
    html`<p>${say.text('sessions.end-lead')}</p>${proofField(context, 'delete-my-session', proof, {
      of: id,
    })}${button(text, 'danger')}`,
    { id },
  );
  return asked && ask({ text, name }, asked);
}

function endOthers(context: Context, proof: ProofAsked): Child {
  const action = 'delete-my-sessions';
  const text = context.say.text('sessions.end-others');
  const asked = form(
    context,
    action,
    html`<p>${context.say.text('sessions.end-others-lead')}</p>${proofField(
      context,
      action,
      proof,
    )}${button(text, 'danger')}`,
  );
  return (
    asked && ask({ text, look: 'danger', open: refusedOf(context, action) !== undefined }, asked)
  );
}
