import type { Content, Context } from '../context.ts';
import { section } from '../parts/account.ts';
import { buttonLink } from '../parts/form.ts';
import { html } from '../parts/html.ts';
import type { Views } from '../view.ts';

export function recoveryCodes(context: Context, { codes }: Views['recovery-codes']): Content {
  const { frame, say } = context;
  const list = html`<ul class="codes" id="codes" dir="ltr" translate="no">${codes.map(
    (code) => html`<li><code>${code}</code></li>`,
  )}</ul>
  <div class="buttons"><button type="button" class="button secondary" hidden data-copy="codes" data-copied="${say.text('recovery-codes.copied')}">${say.text('recovery-codes.copy')}</button>
  ${buttonLink(frame.next ?? frame.pages.security, say.text('recovery-codes.done'), 'primary')}</div>`;
  return {
    title: say.text('recovery-codes.title'),
    lead: say.text('recovery-codes.lead'),
    account: { current: 'security' },
    body: section(
      { id: 'list', title: say.text('recovery-codes.list'), lead: say.text('recovery-codes.once') },
      codes.length === 0 ? html`<p class="empty">${say.text('recovery-codes.none')}</p>` : list,
    ),
  };
}
