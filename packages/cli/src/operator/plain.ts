/** Without what could move the cursor of a terminal, on one line. */
export function plain(text: string): string {
  return text.replace(/\p{C}+/gu, ' ').slice(0, 500);
}
