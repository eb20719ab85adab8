import type { Edit } from './mutant.ts';

/** A part of the text of a condition, and the operator that joins it to the parts around it. */
interface Clause {
  readonly start: number;
  readonly end: number;
  readonly joined: 'AND' | 'OR';
}

/** An attribute that no item has: a dropped clause asks for it, and so always says the same. */
const NO_ATTRIBUTE = 'no_such_attribute';

/** Conditions to add to another one: one that every item meets, one that none meets. */
export const ALWAYS = `attribute_not_exists(${NO_ATTRIBUTE})`;
const NEVER = `attribute_exists(${NO_ATTRIBUTE})`;

/**
 * Each clause of a condition dropped. The names and values that it is made of stay in use, since
 * DynamoDB refuses a write that has more of them than its condition: such a write would be no test
 * of the clause.
 *
 * @param offset of the text in its source
 */
export function droppedClauses(text: string, offset: number): Edit[] {
  const clauses = clausesOf(text, 0, text.length);
  const isChoice = clauses.length > 1 && clauses.every(({ joined }) => joined === 'OR');
  const whole = isChoice ? [{ start: 0, end: text.length, joined: 'AND' } as const] : [];
  return [...whole, ...clauses.flatMap((clause) => [clause, ...inner(text, clause)])].map(
    ({ start, end, joined }) => {
      const clause = text.slice(start, end);
      const replacement =
        joined === 'AND' ? `(${clause} OR ${ALWAYS})` : `(${clause} AND ${NEVER})`;
      const range = { start: offset + start, end: offset + end };
      return { ...range, replacement, shown: { ...range, replacement: `without(${clause})` } };
    },
  );
}

/** The clauses of a group in parentheses. */
function inner(text: string, { start, end }: Clause): Clause[] {
  return text[start] === '(' ? clausesOf(text, start + 1, end - 1) : [];
}

/** What `AND` and `OR` join between two offsets; parentheses stay whole. */
function clausesOf(text: string, from: number, to: number): Clause[] {
  const joints: { readonly start: number; readonly end: number; readonly word: 'AND' | 'OR' }[] =
    [];
  let depth = 0;
  for (const match of text.slice(from, to).matchAll(/[()]|\b(?:AND|OR)\b/g)) {
    const [found] = match;
    const start = from + match.index;
    if (found === '(') depth += 1;
    else if (found === ')') depth -= 1;
    else if (depth === 0) joints.push({ start, end: start + found.length, word: found as 'AND' });
  }
  return [...joints, undefined].flatMap((joint, index) => {
    const last = joints[index - 1];
    const words = [last?.word, joint?.word];
    // `AND` binds tighter, and is used for a text that is the whole condition.
    const joined = words.includes('OR') && !words.includes('AND') ? 'OR' : 'AND';
    return trimmed(text, last?.end ?? from, joint?.start ?? to, joined);
  });
}

function trimmed(text: string, from: number, to: number, joined: Clause['joined']): Clause[] {
  const clause = text.slice(from, to);
  const start = from + clause.length - clause.trimStart().length;
  return clause.trim() === '' ? [] : [{ start, end: start + clause.trim().length, joined }];
}
