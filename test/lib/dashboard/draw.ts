/** Draws the body of a CloudWatch dashboard, with sample data, as CloudWatch lays it out. */

interface Widget {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: {
    readonly markdown?: string;
    readonly title?: string;
    readonly metrics?: readonly (readonly unknown[])[];
    readonly legend?: { readonly position: 'bottom' | 'right' };
  };
}

export interface DashboardBody {
  readonly widgets: readonly Widget[];
}

/** Pixels of one unit of CloudWatch's grid. */
const UNIT = { x: 50, y: 34 };
const GAP = 8;
/** Of CloudWatch, light. */
const COLOURS = [
  '#1f77b4',
  '#ff7f0e',
  '#2ca02c',
  '#d62728',
  '#9467bd',
  '#8c564b',
  '#e377c2',
  '#7f7f7f',
  '#bcbd22',
  '#17becf',
];
const POINTS = 48;
/** Lines of a legend beside a graph that fit; the rest are counted. */
const LEGEND = 9;

/** @returns an SVG, the same for the same body */
export function draw({ widgets }: DashboardBody): string {
  const width = 24 * UNIT.x;
  const height = Math.max(...widgets.map((each) => each.y + each.height)) * UNIT.y;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="Helvetica, Arial, sans-serif">`,
    '<title>Dashboard of a users API, with sample data</title>',
    `<rect width="${width}" height="${height}" fill="#f2f3f3"/>`,
    ...widgets.map(drawWidget),
    '</svg>',
    '',
  ].join('\n');
}

function drawWidget(widget: Widget): string {
  const { markdown, title, metrics = [], legend } = widget.properties;
  const isBeside = legend?.position === 'right';
  const [x, y] = [widget.x * UNIT.x + GAP / 2, widget.y * UNIT.y + GAP / 2];
  const [width, height] = [widget.width * UNIT.x - GAP, widget.height * UNIT.y - GAP];
  if (markdown !== undefined) {
    const heading = text(x + 6, y + 19, markdown.replace(/^#+ /, ''), { size: 17, weight: 700 });
    return heading;
  }
  const labels = metrics.map((metric) => String(Object(metric.at(-1)).label));
  return [
    `<g transform="translate(${x} ${y})">`,
    `<rect width="${width}" height="${height}" rx="3" fill="#fff" stroke="#d5dbdb"/>`,
    text(10, 20, title ?? '', { size: 12, weight: 700 }),
    graph(title ?? '', labels, { width, height, isBeside }),
    '</g>',
  ].join('');
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** A graph with its lines, and its legend beside or below them. */
function graph(
  title: string,
  labels: readonly string[],
  { width, height, isBeside }: Size & { readonly isBeside: boolean },
): string {
  const plot = {
    left: 38,
    top: 32,
    width: width - 48 - (isBeside ? 190 : 0),
    height: height - (isBeside ? 52 : 72),
  };
  const series = labels.map((label) => sample(title, label));
  const top = roundUp(Math.max(1, ...series.flat()));
  const bottom = plot.top + plot.height;
  const pointOf = (value: number, index: number) =>
    `${(plot.left + (index / (POINTS - 1)) * plot.width).toFixed(1)},${(bottom - (value / top) * plot.height).toFixed(1)}`;
  const grid = [0, 0.5, 1].map((part) => {
    const y = bottom - part * plot.height;
    const line = `<path d="M${plot.left} ${y.toFixed(1)}h${plot.width}" stroke="#eaeded"/>`;
    const label = text(plot.left - 5, y + 3, shown(top * part), { size: 9, anchor: 'end' });
    return `${line}${label}`;
  });
  const times = ['09:00', '10:00', '11:00'].map((time, index) =>
    text(plot.left + (index / 2) * plot.width, bottom + 13, time, {
      size: 9,
      anchor: index === 0 ? 'start' : index === 2 ? 'end' : 'middle',
    }),
  );
  const lines = series.map(
    (values, index) =>
      `<polyline points="${values.map(pointOf).join(' ')}" fill="none" stroke="${colour(index)}" stroke-width="1.4"/>`,
  );
  return [...grid, ...times, ...lines, legendOf(labels, isBeside, { width, height })].join('');
}

function legendOf(labels: readonly string[], isBeside: boolean, { width, height }: Size): string {
  const fits = labels.length <= LEGEND ? labels : labels.slice(0, LEGEND - 1);
  const more = labels.length - fits.length;
  let across = 38;
  const entries = fits.map((label, index) => {
    const at = isBeside ? { x: width - 184, y: 38 + index * 16 } : { x: across, y: height - 12 };
    across += 28 + label.length * 6;
    return entry(label, colour(index), at);
  });
  const rest =
    more > 0 ? text(width - 170, 41 + fits.length * 16, `and ${more} more`, { size: 10 }) : '';
  return [...entries, rest].join('');
}

function entry(label: string, fill: string, { x, y }: { readonly x: number; readonly y: number }) {
  const short = label.length > 30 ? `${label.slice(0, 29)}…` : label;
  return `<rect x="${x}" y="${y - 5}" width="8" height="8" fill="${fill}"/>${text(x + 14, y + 3, short, { size: 10 })}`;
}

/** A plausible morning: what a metric of this title and label may look like, the same every time. */
function sample(title: string, label: string): readonly number[] {
  const random = randomOf(`${title}/${label}`);
  const { level, noise, rare } = likely(title, label, random);
  return [...Array(POINTS).keys()].map((index) => {
    const day = 0.75 + 0.25 * Math.sin((index / POINTS) * Math.PI * 1.6);
    if (rare !== undefined) return random() < rare ? Math.ceil(random() * level) : 0;
    return level * day * (1 + (random() - 0.5) * noise);
  });
}

interface Likely {
  readonly level: number;
  /** Share of the level. */
  readonly noise: number;
  /** How often there is anything at all, where there mostly is nothing. */
  readonly rare?: number;
}

/** By what the title or the label is about; the first that fits. */
const LIKELY: readonly (readonly [RegExp, (random: () => number) => Likely])[] = [
  [/Logins.*Failed/, () => ({ level: 24, noise: 0.9 })],
  [/Functions|Throttled|Batches.*Failed/, () => ({ level: 2, noise: 0, rare: 0.004 })],
  [/Errors|5xx/, () => ({ level: 3, noise: 0, rare: 0.06 })],
  [
    /duration.*(login|register|password|create-user)/i,
    (random) => ({ level: 90 + random() * 60, noise: 0.3 }),
  ],
  [/duration/, (random) => ({ level: 15 + random() * 30, noise: 0.4 })],
  [/Latency.*p50/, () => ({ level: 32, noise: 0.15 })],
  [/Latency.*p95/, () => ({ level: 140, noise: 0.25 })],
  [/Latency.*p99/, () => ({ level: 310, noise: 0.5 })],
  [/Age/, () => ({ level: 900, noise: 1.2 })],
  [/Logins/, () => ({ level: 210, noise: 0.25 })],
  [/Registrations/, () => ({ level: 18, noise: 1 })],
  [/4xx/, () => ({ level: 160, noise: 0.5 })],
  [/Requests/, () => ({ level: 2400, noise: 0.15 })],
  [/Batches/, () => ({ level: 60, noise: 0.5 })],
  [/Read/, () => ({ level: 2600, noise: 0.2 })],
  [/Write/, () => ({ level: 380, noise: 0.4 })],
];

function likely(title: string, label: string, random: () => number): Likely {
  const found = LIKELY.find(([about]) => about.test(`${title} ${label}`));
  if (found === undefined) throw new Error(`no sample for ${label} of ${title}`);
  return found[1](random);
}

/** Numbers from 0 to 1 that follow from a text: mulberry32. */
function randomOf(seed: string): () => number {
  let state = [...seed].reduce((hash, letter) => (hash * 31 + letter.charCodeAt(0)) | 0, 7);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function roundUp(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * magnitude).find((each) => each >= value) ?? value;
}

function shown(value: number): string {
  return value >= 1000 ? `${value / 1000}k` : `${value}`;
}

function colour(index: number): string {
  return COLOURS[index % COLOURS.length] ?? '#000';
}

interface Style {
  readonly size: number;
  readonly weight?: number;
  readonly anchor?: string;
}

function text(x: number, y: number, content: string, { size, weight, anchor }: Style): string {
  const escaped = content.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const style = [
    `font-size="${size}"`,
    ...(weight === undefined ? [] : [`font-weight="${weight}"`]),
    ...(anchor === undefined ? [] : [`text-anchor="${anchor}"`]),
  ];
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${style.join(' ')} fill="#16191f">${escaped}</text>`;
}
