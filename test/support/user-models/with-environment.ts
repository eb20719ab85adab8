import { defineUsers } from '../../../lib/define.js';

/** Puts a variable of the function into the tokens that it issues. */
export default defineUsers({ tokenClaims: () => ({ stage: process.env.STAGE }) });
