import { type Html, html } from './html.ts';

/** Outlines on a grid of 24. */
const PATHS = {
  alert: ['M12 8v5', 'M12 16.5v.01', 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18'],
  check: ['M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18', 'm8.5 12.2 2.4 2.4 4.6-5'],
  info: ['M12 11v5', 'M12 7.5v.01', 'M12 3a9 9 0 1 1 0 18 9 9 0 0 1 0-18'],
  passkey: [
    'M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8',
    'M3 20c0-3 3-5 7-5 1 0 2 .1 2.8.4',
    'M18 15v6',
    'M18 18.5h2',
    'M18 15a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  ],
  desktop: ['M4 5h16v11H4z', 'M9 20h6', 'M12 16v4'],
  phone: ['M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1', 'M11 18h2'],
  mail: ['M4 6h16v12H4z', 'm4 7 8 6 8-6'],
  key: ['M15 3a6 6 0 1 1 0 12 6 6 0 0 1 0-12', 'M10.8 13.2 4 20v0', 'M7 17l2.5 2.5'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type IconName = keyof typeof PATHS;

/** A picture beside words that say the same. */
export function icon(name: IconName): Html {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">${PATHS[name].map(
    (path) => html`<path d="${path}"/>`,
  )}</svg>`;
}
