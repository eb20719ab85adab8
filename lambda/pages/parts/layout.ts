import type { Content, Context } from '../context.ts';
import { LANGUAGE_NAMES } from '../texts.ts';
import { accountBar, accountNavigation } from './account.ts';
import { attributes, type Child, type Html, html } from './html.ts';
import { notice } from './notice.ts';
import { OF_IMAGES, safeUrl } from './urls.ts';

/** A whole document. */
export function layout(context: Context, content: Content): Html {
  const { frame, say } = context;
  const { brand, assets, language, outcome } = frame;
  const { title, account } = content;
  const name = outcome?.kind === 'refused' ? say.text('document.refused', { title }) : title;
  return html`<!doctype html>
<html lang="${language}" dir="${LANGUAGE_NAMES[language].direction}">
<head>
<meta charset="utf-8">
<title>${name} · ${brand.name}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="same-origin">
<link rel="icon" href="${brand.logo === undefined ? 'data:,' : safeUrl(brand.logo, OF_IMAGES)}">
${assets.styles.map((url) => html`<link rel="stylesheet" href="${safeUrl(url)}">`)}
<script src="${safeUrl(assets.script)}" defer></script>
</head>
<body class="${account === undefined ? 'single' : 'area'}">
<a class="skip" href="#content">${say.text('document.skip')}</a>
${account === undefined ? single(context, content) : area(context, content, account)}
${languageMenu(context)}
</body>
</html>`;
}

function single(context: Context, content: Content): Html {
  return html`<header class="masthead">${brandMark(context)}</header>
<main id="content" class="card">
${heading(content)}
${notice(context)}
${content.body}
</main>
${content.after && html`<div class="after">${content.after}</div>`}`;
}

function area(context: Context, content: Content, account: NonNullable<Content['account']>): Html {
  return html`<header class="bar"><div class="inner">${brandMark(context)}${accountBar(context, account.email)}</div></header>
<div class="columns">
${accountNavigation(context, account.current)}
<main id="content">
${heading(content)}
${notice(context)}
${content.body}
</main>
</div>`;
}

function heading({ title, lead }: Content): Html {
  return html`<div class="heading"><h1>${title}</h1>${lead && html`<p class="lead">${lead}</p>`}</div>`;
}

function brandMark({ frame: { brand } }: Context): Html {
  if (brand.logo !== undefined) {
    return html`<p class="brand"><img src="${safeUrl(brand.logo, OF_IMAGES)}" alt="${brand.name}"></p>`;
  }
  const [initial = ''] = brand.name;
  return html`<p class="brand"><span class="initial" aria-hidden="true">${initial}</span><span>${brand.name}</span></p>`;
}

/** Keeps where the visitor wants to go. */
function languageMenu({ frame, say }: Context): Child {
  const { languages, language, next } = frame;
  if (languages.length < 2) return undefined;
  const rest = next === undefined ? '' : `&next=${encodeURIComponent(next)}`;
  const items = languages.map((tag) => {
    const current = attributes({ 'aria-current': tag === language && 'true' });
    return html`<li><a href="?lang=${tag}${rest}" lang="${tag}" hreflang="${tag}"${current}>${
      LANGUAGE_NAMES[tag].name
    }</a></li>`;
  });
  return html`<footer class="languages"><nav aria-label="${say.text('document.language')}"><ul>${items}</ul></nav></footer>`;
}
