/** The backends of `test/apps/faults.ts`: with and without refresh tokens, and a cookie. */
export const BACKENDS = ['jwt', 'cookie', 'plain', 'session'] as const;

export const BY_COOKIE: readonly string[] = ['cookie'];
export const REFRESHABLE: readonly string[] = ['jwt', 'cookie'];
