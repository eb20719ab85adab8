import { BruteForce, FunctionLayout, type UsersApiProps } from '../../../lib';

/**
 * The layout of functions that tests ask for, by the environment; a function for each action without that. What tests replace in the
 * variables of functions is in the file of a group: its requests come from one address, too.
 */
export const layoutOfTest: UsersApiProps =
  process.env.TEST_FUNCTION_LAYOUT === 'grouped'
    ? {
        functionLayout: FunctionLayout.grouped(),
        bruteForce: BruteForce.protect({ failuresPerAddress: 1_000_000 }),
      }
    : {};
