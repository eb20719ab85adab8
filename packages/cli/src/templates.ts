import { fileURLToPath } from 'node:url';

/** What `init` writes: beside `src/` in a checkout and beside `dist/` in a package. */
export const TEMPLATES = fileURLToPath(new URL('../templates', import.meta.url));
