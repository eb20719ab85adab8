import { type DefaultTreeAdapterMap, parse } from 'parse5';

type Element = DefaultTreeAdapterMap['element'];
type Node = DefaultTreeAdapterMap['childNode'];

/** A form of a page as a browser would send it. */
interface Form {
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

/** A page as it was got, after all redirects. */
export interface VisitedPage {
  readonly status: number;
  readonly url: URL;
  readonly headers: Headers;
  readonly html: string;
  /** What is read, without white space between. */
  readonly text: string;
  readonly forms: readonly Form[];
  readonly links: readonly string[];
}

/** A browser without JavaScript: it follows redirects and links, keeps cookies and sends forms. */
export class PageVisitor {
  readonly #origin: string;
  readonly #cookies = new Map<string, string>();
  readonly #headers: Readonly<Record<string, string>>;

  constructor(origin: string, headers: Readonly<Record<string, string>> = {}) {
    this.#origin = origin;
    this.#headers = headers;
  }

  /** Names of the cookies that it has. */
  get cookies(): readonly string[] {
    return [...this.#cookies.keys()];
  }

  /** A page by its URL, or by what is behind the origin. */
  async visit(url: string): Promise<VisitedPage> {
    return this.#follow(new URL(url, this.#origin), { method: 'GET' });
  }

  /**
   * Sends the form of a page that leads to an action, with what is typed in addition to what it has.
   *
   * @param action the end of its URL
   */
  async send(
    page: VisitedPage,
    action: string,
    typed: Readonly<Record<string, string>> = {},
  ): Promise<VisitedPage> {
    const form = page.forms.find((each) =>
      new URL(each.action, page.url).pathname.endsWith(action),
    );
    if (form === undefined) {
      const actions = page.forms.map((each) => each.action);
      throw new Error(`${page.url.pathname} has no form for ${action}: ${actions}\n${page.text}`);
    }
    const missing = Object.keys(typed).filter(
      (name) => !form.fields.some(([field]) => field === name),
    );
    if (missing.length > 0) {
      throw new Error(`the form for ${action} has no ${missing}: ${form.fields.join(' ')}`);
    }
    const own = form.fields.filter(([name]) => !(name in typed));
    const fields: readonly (readonly [string, string])[] = [...own, ...Object.entries(typed)];
    const body = new URLSearchParams(
      fields.map(([name, value]): [string, string] => [name, value]),
    );
    return this.#follow(new URL(form.action, page.url), {
      method: 'POST',
      body,
      headers: { origin: this.#origin, 'sec-fetch-site': 'same-origin' },
    });
  }

  async #follow(url: URL, init: RequestInit): Promise<VisitedPage> {
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: {
        accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...this.#headers,
        ...init.headers,
      },
    });
    for (const set of response.headers.getSetCookie()) this.#keep(set);
    const location = response.headers.get('location');
    if (location !== null) return this.#follow(new URL(location, url), { method: 'GET' });
    const html = await response.text();
    return { status: response.status, url, headers: response.headers, html, ...contents(html) };
  }

  #keep(set: string): void {
    const [pair = '', ...attributes] = set.split(/;\s*/);
    const [name = '', ...value] = pair.split('=');
    if (attributes.includes('Max-Age=0')) this.#cookies.delete(name);
    else this.#cookies.set(name, value.join('='));
  }
}

function contents(html: string): Pick<VisitedPage, 'text' | 'forms' | 'links'> {
  const all = [...elementsIn(parse(html).childNodes)];
  const named = (name: string) => all.filter(({ tagName }) => tagName === name);
  const [body] = named('body');
  return {
    text: textOf(body?.childNodes ?? [])
      .replace(/\s+/g, ' ')
      .trim(),
    links: named('a').map((link) => attribute(link, 'href') ?? ''),
    forms: named('form').map((form) => ({
      action: attribute(form, 'action') ?? '',
      fields: [...elementsIn(form.childNodes)].flatMap(fieldOf),
    })),
  };
}

function fieldOf(element: Element): [string, string][] {
  const name = attribute(element, 'name');
  const type = attribute(element, 'type');
  if (name === undefined || !['input', 'select', 'textarea', 'button'].includes(element.tagName)) {
    return [];
  }
  const isUnticked = type === 'checkbox' && attribute(element, 'checked') === undefined;
  return isUnticked ? [] : [[name, attribute(element, 'value') ?? '']];
}

function* elementsIn(nodes: readonly Node[]): Generator<Element> {
  for (const node of nodes) {
    if (!('tagName' in node)) continue;
    yield node;
    yield* elementsIn(node.childNodes);
  }
}

function textOf(nodes: readonly Node[]): string {
  return nodes
    .map((node) => {
      if (node.nodeName === '#text' && 'value' in node) return node.value;
      if (!('childNodes' in node)) return '';
      return ` ${textOf(node.childNodes)} `;
    })
    .join('');
}

function attribute({ attrs }: Element, name: string): string | undefined {
  return attrs.find((each) => each.name === name)?.value;
}
