/** Of the users of tests; they differ in all that a policy, or a hash, could mind. */
export const PASSWORD = 'correct horse battery';
export const OTHER_PASSWORD = 'staple of a better battery';
