/**
 * The fields of an `application/x-www-form-urlencoded` body, as the WHATWG URL standard (5.1) reads
 * them, but for bytes that are not UTF-8: those make the body unreadable, where `URLSearchParams` would
 * make U+FFFD of each.
 *
 * @returns `undefined` for a body that can't be read
 */
export function readUrlencoded(
  text: string,
): readonly (readonly [name: string, value: string])[] | undefined {
  try {
    return text
      .split('&')
      .filter((pair) => pair !== '')
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [decoded(name), decoded(value.join('='))];
      });
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}

/** @throws URIError for escapes that are not UTF-8 */
function decoded(text: string): string {
  // A `%` without two hexadecimal digits behind it stands for itself.
  return decodeURIComponent(text.replaceAll('+', ' ').replace(/%(?![0-9a-f]{2})/gi, '%25'));
}
