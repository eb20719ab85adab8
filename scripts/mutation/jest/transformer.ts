import { createHash } from 'node:crypto';
import { stripTypeScriptTypes } from 'node:module';
import { type Mutant, mutate } from '../mutant.ts';

interface Options {
  readonly transformerConfig: Mutant;
}

/** Replaces a source by its mutant as the source is loaded; the file stays as it is. */
export default {
  process(text: string, _file: string, { transformerConfig: mutant }: Options): { code: string } {
    return { code: stripTypeScriptTypes(mutate(text, mutant)) };
  },

  getCacheKey(text: string, file: string, { transformerConfig: mutant }: Options): string {
    return createHash('sha256')
      .update(JSON.stringify([text, file, mutant]))
      .digest('hex');
  },
};
