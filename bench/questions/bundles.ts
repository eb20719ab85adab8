/** What Lambda loads for a function, minified. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { ACTIONS } from '../../lib/contract/index.ts';
import { loadedOf } from '../../scripts/bundle/handlers.ts';
import { functions } from '../functions.ts';
import type { Question, Subject } from '../question.ts';

const HANDLERS = path.join(import.meta.dirname, '../../assets/handlers');

/** Of the functions that share their chunks. */
async function ours(): Promise<Subject[]> {
  const shared = ACTIONS.filter(({ ownFolder }) => !ownFolder);
  const loaded = await loadedOf(shared, HANDLERS);
  const sizes = shared
    .map((action) => ({ name: action.name, kB: loaded(action).bytes / 1000 }))
    .toSorted((one, other) => other.kB - one.kB);
  const [largest] = sizes;
  const shown = sizes.filter(({ name }) => ['get-me', 'login'].includes(name));
  return [...shown, ...(largest ? [{ ...largest, name: `${largest.name}, the largest` }] : [])].map(
    ({ name, kB }) => ({ name, kind: 'ours', start: async () => async () => ({ kB }) }),
  );
}

export const bundles: Question = {
  name: 'bundles',
  title: 'What a function loads',
  figures: [{ name: 'kB', title: 'minified JavaScript', unit: 'kB' }],
  rounds: 1,
  async subjects(keep) {
    const others = (await functions(keep)).filter(({ kind }) => kind !== 'ours');
    return [
      ...(await ours()),
      ...others.map(
        ({ title: name, kind, beside, ready }): Subject => ({
          name,
          kind,
          beside,
          start: async () => async () => ({ kB: (await stat((await ready()).file)).size / 1000 }),
        }),
      ),
    ];
  },
};
