import { Misuse } from '../failure.ts';
import { DEFAULT_LANGUAGE, type Language } from './language.ts';
import { takenInPython } from './python-names.ts';

/** What a new app is called, in each of its places. */
export interface Names {
  /** Of the package and in texts, such as `my-app`. */
  readonly app: string;
  /** Of the stack and its class, such as `MyApp`. */
  readonly stack: string;
  /** Of a module in Python, such as `my_app`. */
  readonly module: string;
}

/** What the templates call their app. */
export const TEMPLATE_NAMES: Names = { app: 'my-app', stack: 'MyApp', module: 'my_app' };

/** Letters, digits and single hyphens: so that every one of the names can be told from it. */
const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** npm takes 214 characters, CloudFormation 128. */
const LONGEST = 100;

/**
 * The names of the app in a folder.
 *
 * @throws Misuse
 */
export function namesOf(folder: string, language: Language = DEFAULT_LANGUAGE): Names {
  const app = folder.toLowerCase().replaceAll(/[ _.]+/g, '-');
  if (!NAME.test(app) || app.length > LONGEST) {
    throw new Misuse(
      `got ${JSON.stringify(folder)} as the name of the app: name a folder of letters, digits and hyphens that begins with a letter, such as my-app`,
    );
  }
  const words = app.split('-');
  const stack = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const module = words.join('_');
  const taken = language === 'python' ? takenInPython(module) : undefined;
  if (taken === undefined) return { app, stack, module };
  throw new Misuse(
    `got ${JSON.stringify(folder)} as the name of the app, and ${module} is ${taken}: name another folder, such as ${app}-app`,
  );
}

/** A text, or a path, of a template as it is in the app. */
export function renamed(text: string, names: Names): string {
  return (Object.keys(TEMPLATE_NAMES) as (keyof Names)[]).reduce(
    (before, name) => before.replaceAll(TEMPLATE_NAMES[name], names[name]),
    text,
  );
}
