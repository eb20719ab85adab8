/**
 * A text in one case and one width, for comparisons with words that anyone would try: `ſ` is `s` in upper case, `ß` two
 * letters, and `ａ` is an `a` of the keyboards that type Japanese.
 */
export function folded(text: string): string {
  return text.normalize('NFKC').toUpperCase().toLowerCase();
}
