/** Passwords of the users of tests; they differ in all that matters to a policy or a hash. */
export const PASSWORD = 'correct horse battery';
export const OTHER_PASSWORD = 'staple of a better battery';
