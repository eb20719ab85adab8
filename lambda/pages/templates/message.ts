import type { Content, Context } from '../context.ts';
import { buttonLink } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import { onwards } from '../parts/urls.ts';
import type { Views } from '../view.ts';

export function message(context: Context, { kind, requestId }: Views['message']): Content {
  const { frame, say } = context;
  return {
    title: say.text(`message.${kind}`),
    lead: say.text(`message.${kind}-lead`),
    body: html`${buttonLink(onwards(frame, 'sign-in'), say.text('message.sign-in'), 'primary')}${
      requestId !== undefined &&
      html`<p class="hint reference">${say.html('message.reference', { id: html`<code>${requestId}</code>` })}</p>`
    }`,
  };
}
