/** The tables of a result. */
import { table } from '../scripts/tables/markdown.ts';
import type { Machine } from './machine.ts';
import { type Result, summary } from './result.ts';
import { type Measured, ratio } from './rounds.ts';

/** Three significant digits, and no more after the point than they need. */
export function digits(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toFixed(value >= 10 ? 1 : 2);
}

/** Medians, with the least and the most where rounds differ. */
export function figuresTable({ figures, subjects }: Result): string {
  const head = figures.map(({ title, unit }) => (unit === '' ? title : `${title}, ${unit}`));
  const rows = subjects.map((subject) => [
    subject.kind === 'ours' ? `**${subject.name}**` : subject.name,
    ...figures.map(({ name }) => {
      const of = summary(subject, name);
      if (of === undefined) return '';
      const { min, max } = of;
      const range = min === max ? '' : ` (${digits(min)} to ${digits(max)})`;
      return digits(of.median) + range;
    }),
  ]);
  return table(['', ...head], rows);
}

/** Ours as a multiple of each other one: the median of the rounds' ratios. */
export function ratiosTable({ figures, subjects }: Result): string {
  const others = subjects.filter(({ kind }) => kind !== 'ours');
  const rows = others.map((other) => {
    const own = besideOf(other, subjects);
    const cells = figures.map(({ name }) => {
      const multiple = own ? ratio(own, other, name) : Number.NaN;
      return Number.isFinite(multiple) ? digits(multiple) : '';
    });
    return [`${own?.name} / ${other.name}`, ...cells];
  });
  return table(['', ...figures.map(({ title }) => title)], rows);
}

/** Which of ours it is compared with; one of ours with itself. */
export function besideOf(other: Measured, subjects: readonly Measured[]): Measured | undefined {
  if (other.kind === 'ours') return other;
  const ours = subjects.filter(({ kind }) => kind === 'ours');
  return ours.find(({ name }) => name === other.beside) ?? ours[0];
}

/** A sentence. */
export function measuredOn({ month, name, load, versions }: Machine): string {
  const of = Object.entries(versions).map(([package_, version]) => `${package_} ${version}`);
  return `${month}, on ${name}, at a load average of ${load} when it began: ${of.join(', ')}.`;
}

export function markdown(result: Result): string {
  const { title, machine, subjects } = result;
  const rounds = Math.max(
    ...subjects.flatMap((each) => Object.values(each.rounds).map((all) => all.length)),
  );
  const shown =
    rounds > 1
      ? `Median (least to most) of ${rounds} interleaved rounds.`
      : 'The same each time, so in one round.';
  return `# ${title}

Made by \`npm run bench\`. ${measuredOn(machine)}
${shown}

${figuresTable(result)}

Ours as a multiple of each other one, the median of the ratios of the rounds:

${ratiosTable(result)}
`;
}
