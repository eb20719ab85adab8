import { createSubjects } from '@openauthjs/openauth/subject';

/** Any properties, as the bench needs no library of schemas for one address. */
const anything = {
  '~standard': { version: 1, vendor: 'bench', validate: (value) => ({ value }) },
};

export const subjects = createSubjects({ user: anything });
