/** All questions, in the order in which they are asked. */
import type { Question } from './question.ts';
import { bundles } from './questions/bundles.ts';
import { cold } from './questions/cold.ts';
import { cost } from './questions/cost.ts';
import { growth } from './questions/growth.ts';
import { requests } from './questions/requests.ts';
import { start } from './questions/start.ts';
import { synth } from './questions/synth.ts';
import { warm } from './questions/warm.ts';

export const QUESTIONS: readonly Question[] = [
  requests,
  cold,
  warm,
  bundles,
  growth,
  synth,
  start,
  cost,
];
