import * as path from 'node:path';

/** What the build makes: beside `lib/` in a checkout and beside `dist/` in the package. */
export const ASSETS = path.join(__dirname, '..', '..', 'assets');

/** What functions run: a module for each action, which Lambda loads, and those that they share. */
export const HANDLERS = path.join(ASSETS, 'handlers');

/** What the functions run that have a folder of their own, each in one of its name. */
export const PAGES = path.join(ASSETS, 'pages');

/** The program that loads a user model as the functions do, and says what is wrong with it. */
export const INSPECTOR = path.join(ASSETS, 'inspect-user-model', 'index.mjs');
