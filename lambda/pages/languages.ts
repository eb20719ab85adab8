import { LANGUAGES, type Language } from '../../lib/contract/page-forms.ts';

/** Of a header `Accept-Language` the language that is wanted most and offered (RFC 9110, 12.5.4). */
export function languageFor(
  header: string | undefined,
  offered: readonly Language[],
): Language | undefined {
  const wanted = (header ?? '')
    .split(',')
    .map((range) => {
      const [tag = '', quality = 'q=1'] = range
        .trim()
        .toLowerCase()
        .split(/\s*;\s*/);
      return { tag: tag.split('-', 1)[0], quality: Number(quality.replace(/^q=/, '')) };
    })
    .filter(({ quality }) => quality > 0)
    .toSorted((one, other) => other.quality - one.quality);
  for (const { tag } of wanted) {
    const found = offered.find((language) => language === tag);
    if (found) return found;
  }
  return undefined;
}

export function asLanguage(text: string | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}
