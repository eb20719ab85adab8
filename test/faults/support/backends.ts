/** The backends of `test/apps/faults.ts`: with and without refresh tokens, by bearer and by cookie. */
export const BACKENDS = ['jwt', 'cookie', 'plain', 'pages', 'session', 'web'] as const;

export const BY_COOKIE: readonly string[] = ['cookie', 'pages', 'web'];
export const REFRESHABLE: readonly string[] = ['jwt', 'cookie'];
