import { lineOf, parseSource, type Source } from './syntax.ts';

interface Replacement {
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
}

/** A change in the text of a source. */
export interface Edit extends Replacement {
  /** The change as a report shows it, if the real one is more than a reader wants to see. */
  readonly shown?: Replacement;
}

/** A source with one mistake in it, which a test should notice. */
export interface Mutant extends Edit {
  /** Relative to the project, with `/`. */
  readonly file: string;
  readonly line: number;
  /** The lines that the change is in, before and after it. */
  readonly original: string;
  readonly mutated: string;
}

export function mutantOf(source: Source, edit: Edit): Mutant {
  const { file, text } = source;
  const { start, end, replacement } = edit.shown ?? edit;
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const to = text.indexOf('\n', end);
  const [before, after] = [text.slice(from, start), text.slice(end, to < 0 ? undefined : to)];
  return {
    file,
    ...edit,
    line: lineOf(text, start),
    original: oneLine(`${before}${text.slice(start, end)}${after}`),
    mutated: oneLine(`${before}${replacement}${after}`),
  };
}

/** As reports name it. */
export function describeMutant({ file, line, original, mutated }: Mutant): string {
  return `${file}:${line} ${original} -> ${mutated}`;
}

/**
 * The text with the mistake in it.
 *
 * @throws {SyntaxError} if that would be no program: a test that can't start proves nothing
 */
export function mutate(text: string, mutant: Mutant): string {
  const mutated = text.slice(0, mutant.start) + mutant.replacement + text.slice(mutant.end);
  try {
    parseSource(mutant.file, mutated);
  } catch (cause) {
    throw new SyntaxError(`no program: ${describeMutant(mutant)}`, { cause });
  }
  return mutated;
}

/** Each change once, however many operators make it, and none that changes nothing. */
export function distinct(source: Source, edits: Iterable<Edit>): Edit[] {
  const byText = new Map<string, Edit>();
  for (const edit of edits) {
    if (source.text.slice(edit.start, edit.end) === edit.replacement) continue;
    const key = `${edit.start} ${edit.end} ${edit.replacement}`;
    if (!byText.has(key)) byText.set(key, edit);
  }
  return [...byText.values()];
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
