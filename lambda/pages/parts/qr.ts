import { encode } from 'uqr';
import { type Html, html } from './html.ts';

/** Dark on light in any theme: many cameras read nothing else. */
export function qrCode(text: string, label: string): Html {
  const { size, data } = encode(text, { border: 2 });
  const path = data
    .flatMap((line, y) => line.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${label}" shape-rendering="crispEdges"><path d="${path}"/></svg>`;
}
