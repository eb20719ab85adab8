import { createInterface } from 'node:readline/promises';
import { DEFAULT_LANGUAGE, LANGUAGES, type Language } from './language.ts';
import { TEMPLATE_NAMES } from './names.ts';

export interface Answers {
  readonly folder: string;
  readonly language: Language;
}

/** Asks for what the command line doesn't say; an empty answer is the default. */
export async function ask(given: Partial<Answers>): Promise<Answers> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const question = async (text: string, byDefault: string) =>
    (await terminal.question(`${text} (${byDefault}): `)).trim() || byDefault;
  try {
    const folder = given.folder ?? (await question('Folder of the app', TEMPLATE_NAMES.app));
    let { language } = given;
    while (language === undefined) {
      const answer = await question(`Language, ${LANGUAGES.join(' or ')}`, DEFAULT_LANGUAGE);
      language = LANGUAGES.find((name) => name.startsWith(answer.toLowerCase()));
    }
    return { folder, language };
  } finally {
    terminal.close();
  }
}
