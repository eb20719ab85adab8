import type { Context } from '../context.ts';
import type { Provider } from '../view.ts';
import { type Html, html } from './html.ts';
import { safeUrl } from './urls.ts';

/** A letter in a circle: the marks of providers are theirs. */
const mark = (label: string): Html => {
  const [initial = ''] = label;
  return html`<span class="mark" aria-hidden="true">${initial}</span>`;
};

export function providerLinks({ say }: Context, providers: readonly Provider[]): Html | undefined {
  if (providers.length === 0) return undefined;
  return html`<ul class="providers">${providers.map(
    ({ label, url }) =>
      html`<li><a class="button secondary" href="${safeUrl(url)}">${mark(label)}<span>${say.text(
        'provider.continue',
        { provider: label },
      )}</span></a></li>`,
  )}</ul>`;
}

export const divider = ({ say }: Context): Html =>
  html`<p class="divider"><span>${say.text('sign-in.or')}</span></p>`;

export { mark as providerMark };
