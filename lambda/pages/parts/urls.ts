import type { Frame, PageName } from '../view.ts';

const OF_PAGES = ['https:', 'http:'];
export const OF_IMAGES = [...OF_PAGES, 'data:'];

/**
 * A URL for an attribute that a browser follows. A relative one is of the page itself.
 *
 * @returns `#` for one of another scheme, such as `javascript:`
 */
export function safeUrl(url: string, schemes: readonly string[] = OF_PAGES): string {
  const parsed = URL.parse(url, 'https://page.invalid');
  return parsed !== null && schemes.includes(parsed.protocol) ? url : '#';
}

/** The path of a page that leads to where the visitor wanted to go, or `undefined` where there is no such page. */
export function onwards({ pages, next }: Frame, name: PageName): string | undefined {
  const path = pages[name];
  if (path === undefined || next === undefined) return path;
  return `${path}?next=${encodeURIComponent(next)}`;
}

/** The URL of an action on one thing: `{id}` and the like are replaced. */
export function filled(url: string, values: Readonly<Record<string, string>>): string {
  return url.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    return value === undefined ? placeholder : encodeURIComponent(value);
  });
}
