/** An element with a text, or with elements that are made already. */
export function element(name: string, content: string | number | boolean | readonly string[]) {
  const inside = typeof content === 'object' ? content.join('') : escaped(String(content));
  return `<${name}>${inside}</${name}>`;
}

/** As numbers, which every reader of XML knows. */
function escaped(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
