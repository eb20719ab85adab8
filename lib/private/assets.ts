import * as path from 'node:path';

/** What the build makes: beside `lib/` in a checkout and beside `dist/` in the package. */
export const ASSETS = path.join(__dirname, '..', '..', 'assets');

/** What functions run: a module for each action, which Lambda loads, and those that they share. */
export const HANDLERS = path.join(ASSETS, 'handlers');

/** The program that loads a user model as the functions do, and says what is wrong with it. */
export const INSPECTOR = path.join(ASSETS, 'inspect-user-model', 'index.mjs');
