import type { Say } from '../texts.ts';
import { type Html, html } from './html.ts';

/** A day, in the language of the page; the script shows it in the visitor's time zone. */
export const day = (say: Say, time: string): Html => shown(say, time, { dateStyle: 'medium' });

/** A day with the time. */
export const moment = (say: Say, time: string): Html =>
  shown(say, time, { dateStyle: 'medium', timeStyle: 'short' });

function shown(say: Say, time: string, options: Intl.DateTimeFormatOptions): Html {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return html`${time}`;
  const text = new Intl.DateTimeFormat(say.language, { ...options, timeZone: 'UTC' }).format(date);
  const isExact = options.timeStyle !== undefined;
  return html`<time datetime="${date.toISOString()}" data-time="${isExact ? 'moment' : 'day'}">${text}${isExact && ' UTC'}</time>`;
}
