import { type raw, html as tagged } from 'hono/html';

/** Markup that is safe to put into a page as it is. */
export type Html = ReturnType<typeof raw>;

/** What may stand in a template. Text is escaped. */
export type Child = Html | string | number | false | null | undefined | readonly Child[];

/** A template whose text and attribute values are escaped; none of them is waited for. */
export function html(strings: TemplateStringsArray, ...children: readonly Child[]): Html {
  return tagged(strings, ...children) as Html;
}

type AttributeValue = string | number | boolean | undefined;

/** Attributes of an element, without those that are `undefined` or `false`. */
export function attributes(given: Readonly<Record<string, AttributeValue>>): Html {
  const present = Object.entries(given).filter(
    ([, value]) => value !== undefined && value !== false,
  );
  return html`${present.map(([name, value]) =>
    value === true ? html` ${name}` : html` ${name}="${String(value)}"`,
  )}`;
}
