/** What an app can be written in; the names are those of folders in `templates/`. */
export const LANGUAGES = ['typescript', 'python'] as const;

export type Language = (typeof LANGUAGES)[number];

/** What an app that nobody asks about is written in. */
export const DEFAULT_LANGUAGE: Language = 'typescript';
