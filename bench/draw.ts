/** A picture of a result: a panel for each figure, a bar for each median, a whisker from the least to the most. */
import type { Figure, Kind } from './question.ts';
import { type Result, type Summary, summary } from './result.ts';
import type { Measured } from './rounds.ts';
import { besideOf, digits } from './tables.ts';

const WIDTH = 760;
const MARGIN = 16;
/** Where bars begin, and how long the longest can be. */
const BARS = { from: 236, length: 330 } as const;
const ROW = 22;
const BAR = 14;
const TITLE = 34;
const HEAD = 52;

const STYLE = `
  text { font: 12px system-ui, sans-serif; fill: var(--text); }
  .title { font-size: 15px; font-weight: 600; }
  .figure { font-weight: 600; }
  .ours-name { font-weight: 600; }
  .note, .value { fill: var(--quiet); }
  .paper { fill: var(--paper); }
  .ours { fill: var(--ours); }
  .peer { fill: var(--peer); }
  .floor { fill: var(--floor); }
  .whisker { stroke: var(--text); stroke-width: 1.2; fill: none; }
  svg { --paper: #ffffff; --text: #1f2328; --quiet: #59636e; --ours: #1a7f64; --peer: #6e7fb0; --floor: #b9c0c8; }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #0d1117; --text: #e6edf3; --quiet: #9198a1; --ours: #3fb58f; --peer: #7d8fc9; --floor: #4a525c; }
  }`;

export function draw(result: Result): string {
  const { title, machine, figures } = result;
  let top = HEAD;
  const drawn = figures
    .flatMap((figure) => panelsOf(figure, result))
    .map(({ head, rows }) => {
      const most = Math.max(...rows.map((row) => row.of.max));
      const text = panel(head, rows, { top, scale: BARS.length / most });
      top += TITLE + rows.length * ROW;
      return text;
    });
  const height = top + MARGIN;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img">
<title>${escaped(title)}</title>
<style>${STYLE}
</style>
<rect class="paper" width="${WIDTH}" height="${height}"/>
<text class="title" x="${MARGIN}" y="24">${escaped(title)}</text>
<text class="note" x="${MARGIN}" y="42">${escaped(`${machine.month}, ${machine.name}`)}</text>
${drawn.join('\n')}
</svg>
`;
}

interface Row {
  readonly subject: Measured;
  readonly of: Summary;
}

interface Panel {
  readonly head: string;
  readonly rows: readonly Row[];
}

function panelsOf({ name, title, unit, more, apart }: Figure, { subjects }: Result): Panel[] {
  const head = `${title}${unit === '' ? '' : `, ${unit}`}${more ? ' (more is better)' : ''}`;
  const rows = subjects.flatMap((subject): Row[] => {
    const of = summary(subject, name);
    return of === undefined ? [] : [{ subject, of }];
  });
  if (!apart) return [{ head, rows }];
  return subjects
    .filter(({ kind }) => kind === 'ours')
    .map((own) => ({
      head: `${own.name}: ${head}`,
      rows: rows.filter(({ subject }) => besideOf(subject, subjects) === own),
    }));
}

interface Place {
  readonly top: number;
  /** Pixels of one of its unit. */
  readonly scale: number;
}

function panel(head: string, rows: readonly Row[], { top, scale }: Place): string {
  const lines = rows.map(({ subject, of }, index) =>
    bar(subject.name, subject.kind, of, { top: top + TITLE + index * ROW - 4, scale }),
  );
  return [
    `<text class="figure" x="${MARGIN}" y="${top + 20}">${escaped(head)}</text>`,
    ...lines,
  ].join('\n');
}

function bar(name: string, kind: Kind, { min, median, max }: Summary, { top, scale }: Place) {
  const at = (value: number) => (BARS.from + value * scale).toFixed(1);
  const middle = top + BAR / 2;
  const whisker = `M${at(min)} ${middle}H${at(max)}M${at(min)} ${middle - 4}v8M${at(max)} ${middle - 4}v8`;
  const range = min === max ? '' : `  (${digits(min)} to ${digits(max)})`;
  return [
    `<text class="${kind}-name" x="${BARS.from - 8}" y="${middle + 4}" text-anchor="end">${escaped(name)}</text>`,
    `<rect class="${kind}" x="${BARS.from}" y="${top}" width="${Math.max(1, median * scale).toFixed(1)}" height="${BAR}"/>`,
    ...(min === max ? [] : [`<path class="whisker" d="${whisker}"/>`]),
    `<text class="value" x="${(BARS.from + max * scale + 8).toFixed(1)}" y="${middle + 4}">${escaped(digits(median) + range)}</text>`,
  ].join('\n');
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
